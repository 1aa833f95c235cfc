"""The files a new edition folder starts with, as values: path → content."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

AUTHORITY = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
  <teiHeader>
    <fileDesc>
      <titleStmt><title>Names of {title}</title></titleStmt>
      <publicationStmt><p>Part of the edition.</p></publicationStmt>
      <sourceDesc><p>Made for this edition.</p></sourceDesc>
    </fileDesc>
  </teiHeader>
  <standOff>
    <listPerson>
      <!-- <person xml:id="person-holm"><persName type="main">Anna Holm</persName></person> -->
    </listPerson>
    <listPlace/>
    <listOrg/>
    <listEvent/>
    <listBibl/>
  </standOff>
</TEI>
"""
WORKFLOW = """# Builds the edition and checks it whenever something is pushed.
name: edition
on: [push, pull_request]
permissions:
  contents: read
jobs:
  edition:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install lenin-tei
      - run: lenin-tei corpus build
      # What was built is what was committed.
      - run: git add --intent-to-add tei && git diff --exit-code -- tei
      - run: lenin-tei validate --format github tei
"""
PRE_COMMIT = """# pre-commit install, and TEI that is wrong is not committed.
repos:
  - repo: local
    hooks:
      - id: lenin-tei-validate
        name: check TEI
        entry: lenin-tei validate
        language: python
        additional_dependencies: [lenin-tei]
        files: ^tei/.*\\.xml$
        require_serial: true
"""
IGNORE = """# What lenin-tei remembers of its last build; it may be deleted at any time.
.lenin-tei/
# Forms can be made again from tei/, which is kept: you may edit it by hand.
{forms}"""
README = """# {title}

`transcriptions/` holds the plain texts, `tei/` the TEI made of them, `authority.xml` the persons, places,
organisations, events and works they name, and `edition.toml` what is true of the edition as a whole.
`schema/` is for the editor you open the TEI in; `lenin-tei schema copy schema` renews it.

    pip install lenin-tei
    lenin-tei corpus build            # builds what changed
    lenin-tei validate tei            # checks it
"""


class Start(NamedTuple):
    """What is known of an edition when it is begun; "" and empty where it is not."""

    title: str
    publisher: str = ""
    licence: str = ""
    encoder: str = ""
    language: str = ""
    profile: str = ""
    targets: Sequence[str] = ()


def starting_files(start: Start) -> Mapping[str, str]:
    """Return the files of a new edition folder."""
    forms = "".join(f"/{form}/\n" for form in start.targets)
    plain = start.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {
        "edition.toml": edition_toml(start),
        "authority.xml": AUTHORITY.format(title=plain),
        "transcriptions/.gitkeep": "",
        ".github/workflows/edition.yml": WORKFLOW,
        ".pre-commit-config.yaml": PRE_COMMIT,
        ".gitignore": IGNORE.format(forms=forms),
        "README.md": README.format(title=start.title),
    }


def edition_toml(start: Start) -> str:
    """Return the edition file; what is not known stands in it as a comment, because nothing is invented."""
    lines = [
        "# What no transcription says. Every key: docs/reference/edition.md of lenin-tei.",
        line("title", start.title),
    ]
    lines += [line("publisher", start.publisher, "The Harbour Press")]
    lines += [line("language", start.language, "en-GB"), line("profile", start.profile, "letters")]
    lines += ['authority = ["authority.xml", "shipped"]', line("decisions", "", "decisions.toml")]
    lines += [f"targets = {json.dumps(list(start.targets), ensure_ascii=False)}"]
    lines += [line("schema", SCHEMA)]
    lines += [line("ids", "", "{path}"), line("files", "", "{year}/{slug}"), ""]
    mark = "" if start.licence and start.publisher else "# "
    lines += [f"{mark}[licence]", f"{mark}target = {quoted(start.licence or LICENCE)}", ""]
    mark = "" if start.encoder else "# "
    lines += [f"{mark}[[encoder]]", f"{mark}name = {quoted(start.encoder or 'Anna Holm')}", f'{mark}resp = "Encoding"']
    return "\n".join(lines) + "\n"


SCHEMA = "../schema/"  # as seen from tei/
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def line(key: str, value: str, example: str = "") -> str:
    """Return a key with its value, or with an example behind a comment sign."""
    return f"{key} = {quoted(value)}" if value else f"# {key} = {quoted(example)}"


def quoted(value: str) -> str:
    """Return a TOML string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
