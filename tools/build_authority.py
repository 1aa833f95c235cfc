"""Build corpus/authority.xml from the curated lists in tools/authority/.

python tools/build_authority.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

from lenin_tei.authority import read_csv, write_tei

HERE = Path(__file__).parent
ROOT = HERE.parent


def main() -> None:
    """Write the authority file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "corpus" / "authority.xml")
    arguments = parser.parse_args()
    curated = HERE / "authority" / "curated.csv"
    rows = list(read_csv(curated.read_text(encoding="utf-8"), str(curated)))
    header = (HERE / "authority" / "header.xml").read_text(encoding="utf-8")
    arguments.output.write_text(write_tei(rows, header=header), encoding="utf-8")


if __name__ == "__main__":
    main()
