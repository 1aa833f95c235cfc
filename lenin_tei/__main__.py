"""`python -m lenin_tei` and the `lenin-tei` script."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; `--version` alone is answered without loading anything."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from lenin_tei import __version__

        print(f"lenin-tei {__version__}")
        return
    from lenin_tei.cli import main as run

    run()


def hold_places() -> None:
    """Let no file we open get the number of a standard stream that we were started without."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number


def program() -> None:
    """Run the command line as a process of its own, and end that at once.

    Python's own way out frees every object one by one, which takes a tenth of the time that one letter needs.
    """
    code: object = 0
    hold_places()
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # nobody reads on, the disk is full (which was told), or the stream is closed
            pass
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    program()
