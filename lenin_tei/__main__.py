"""`python -m lenin_tei` and the `lenin-tei` script."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; `--version` alone is answered without loading anything."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from lenin_tei import __version__

        print(f"lenin-tei {__version__}")
        return
    from lenin_tei.cli import main as run

    run()


if __name__ == "__main__":
    main()
