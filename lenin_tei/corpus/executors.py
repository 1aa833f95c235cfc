"""Who does the work: threads with a worker process each, or a Dask cluster; both speak `concurrent.futures`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from lenin_tei.corpus.building import Force
from lenin_tei.corpus.isolation import may_start, stop_workers
from lenin_tei.corpus.settings import Settings
from lenin_tei.diagnostics import LeninTeiError

LOCAL_SIZE, CLUSTER_SIZE = 8, 32  # documents in a chunk
AHEAD = 6  # chunks under way for each worker, so that a slow document holds up nobody else
SECONDS = 20  # in which a scheduler must answer


@contextmanager
def local_force(jobs: int) -> Iterator[Force]:
    """Give the work to *jobs* processes of this computer, and end them in the end."""
    may_start()
    executor = ThreadPoolExecutor(jobs)
    try:
        yield Force(executor, AHEAD * jobs, LOCAL_SIZE)
    finally:
        stop_workers()
        executor.shutdown(cancel_futures=True)


@contextmanager
def cluster_force(address: str, settings: Settings) -> Iterator[Force]:
    """Give the work to the workers of a Dask scheduler; settings are sent to each of them once.

    Raises `LeninTeiError` if dask is not installed, or nobody answers at *address*.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise LeninTeiError("--scheduler needs Dask; install lenin-tei[dask]") from error
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise LeninTeiError(f"no Dask scheduler answers at {address}; is it running?") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise LeninTeiError(
                f"the Dask scheduler at {address} has no workers; start some with dask worker {address}"
            )
        sent = client.scatter(settings, broadcast=True)
        executor = client.get_executor(pure=False)
        try:
            yield Force(executor, max(4, 3 * threads), CLUSTER_SIZE, sent)
        finally:
            executor.shutdown(wait=False)
