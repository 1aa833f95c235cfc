"""An lxml parser that reads the bytes it is given and nothing else: no DTD, no entity, no network."""

from __future__ import annotations

from typing import Any

from lxml import etree


class _Nothing(etree.Resolver):
    """Answers every request for another file with an empty one."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        """Return an empty DTD; `resolve_empty` would let libxml2 read the file after all."""
        return self.resolve_string("<!-- -->", context)


def safe_parser(encoding: str | None = None) -> etree.XMLParser:
    """Return a parser for anybody's XML; *encoding* overrules the file's declaration.

    Doubled or malformed `xml:id`s do not stop it (`collect_ids=False`). That option makes libxml2 read the DTD a
    DOCTYPE names, whatever `load_dtd` says; hence the resolver.
    """
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        collect_ids=False,
    )
    parser.resolvers.add(_Nothing())
    return parser
