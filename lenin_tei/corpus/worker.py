"""A process that does jobs: it reads them from stdin and writes what became of them to stdout, until stdin ends.

It is started by `isolation`. A job may kill it; the one who started it then knows which job that was.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
from typing import IO

LENGTH = 8
GRACE = 30  # seconds after which a process nobody watches any more ends itself


def send(stream: IO[bytes], value: object) -> None:
    """Write one value."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(LENGTH, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> object:
    """Return the next value; raise `EOFError` at the end."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        raise EOFError
    data = stream.read(int.from_bytes(head, "big"))
    return pickle.loads(data)


def limit_memory(mebibytes: int) -> None:
    """Let this process ask for no more memory than this; on a system that cannot do so, nothing happens."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))


def main() -> None:
    """Do jobs until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the results
    jobs = sys.stdin.buffer
    timeout, memory = map(float, sys.argv[1:3])
    if memory:
        limit_memory(int(memory))
    from lenin_tei.corpus.jobs import Job
    from lenin_tei.corpus.work import do

    settings = None
    nowhere = open(os.devnull, "w")  # noqa: SIM115, PTH123  as long as the process
    while True:
        try:
            asked = receive(jobs)
        except EOFError:
            return
        if not isinstance(asked, Job):
            settings = asked
            continue
        if timeout:
            faulthandler.dump_traceback_later(timeout + GRACE, exit=True, file=nowhere)
        outcome = do(asked, settings)  # type: ignore[arg-type]
        faulthandler.cancel_dump_traceback_later()
        send(results, outcome)


if __name__ == "__main__":
    main()
