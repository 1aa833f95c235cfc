"""The table of what becomes what: every row is converted, and what the TEI then holds is what the table shows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lenin_tei import profile_tables
from lenin_tei.conversion import Options, convert
from lenin_tei.names.register import load_register
from lenin_tei.resources import authority_path
from lenin_tei.serialiser import write_xml

MAPPING = Path(__file__).with_name("mapping.toml")
NAMESPACE = "http://www.tei-c.org/ns/1.0"
PROFILE = "mia"
SHOWN = 220  # characters of TEI


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what each row is about, what is typed, and the TEI it becomes; raise ValueError where that is missing."""
    tables = tomllib.loads(MAPPING.read_text("utf-8"))
    path = authority_path()
    options = Options(profile=PROFILE, register=load_register(path.read_bytes(), str(path)))
    for row in tables["row"]:
        text = tables["frames"][row["frame"]].format(row["typed"]).strip() + "\n"
        done = convert(text.encode(), "text.txt", options)
        found = found_in(done.xml or b"<nothing/>", row["find"])
        if found is None:
            raise ValueError(f"no {row['find']} in the TEI of {row['typed']!r}")
        yield row.get("what") or about(row["role"]), row["typed"] or text.split("\n")[0], found


def about(role: str) -> str:
    """Return what a line of front matter states, and how many wordings its key has in the profile."""
    keys = profile_tables.phrases_in(profile_tables.read_tables(profile_tables.profile_path(PROFILE)), "keys", role)
    return f"{profile_tables.ROLES[role]} ({len(keys)} keys)"


def found_in(xml: bytes, path: str) -> str | None:
    """Return the first element on *path* as it is written, in one line, its own ids and marks left out."""
    prefixed = re.sub(r"(^|[/| ])(?=[A-Za-z])", r"\1t:", path)
    root = etree.fromstring(xml)
    found = root.xpath(prefixed, namespaces={"t": NAMESPACE})
    if not found:
        return None
    element = etree.fromstring(etree.tostring(found[0], with_tail=False))
    for one in element.iter("*"):
        for name in ("{http://www.w3.org/XML/1998/namespace}id", "resp", "cert"):
            one.attrib.pop(name, None)
    written = write_xml(element).decode().replace(f' xmlns="{NAMESPACE}"', "")
    line = " ".join(re.sub(r"<\?.*?\?>", "", written).split()).replace("> <", "><")
    return line if len(line) <= SHOWN else line[:SHOWN].rpartition(" ")[0] + " …"
