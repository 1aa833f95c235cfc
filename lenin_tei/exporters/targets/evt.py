"""The configuration of EVT beside each edition: one file a document, since EVT shows one at a time.

EVT 3 reads config/file_config.json and config/edition_config.json, EVT 2 config/config.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from lenin_tei.exporters.metadata import facts_of
from lenin_tei.exporters.targets.building import Written
from lenin_tei.exporters.targets.steps import TEI
from lenin_tei.exporters.tree import Element

LISTS = {"persons": ("Persons", "listPerson"), "places": ("Places", "listPlace"),
         "organizations": ("Organizations", "listOrg"), "relations": ("Relations", "listRelation"),
         "events": ("Events", "listEvent")}  # fmt: skip
COLOURS = {"persName": ("persons", "#ffcdd2"), "placeName": ("places", "#a5d6a7"),
           "orgName": ("organizations", "#ffb74d")}  # fmt: skip


def evt_config(written: Written) -> Iterator[tuple[str, bytes]]:
    """Yield the configuration files of every document."""
    for stem, _, root in written.trees():
        title = ". ".join(facts_of(root, "")["title"]) or stem
        file = {
            "editionUrls": [f"assets/data/{stem}.xml"],
            "configurationUrls": {
                "edition": "assets/config/edition_config.json",
                "ui": "assets/config/ui_config.json",
                "editorialConventions": "assets/config/editorial_conventions_config.json",
            },
        }
        yield f"{stem}/config/file_config.json", _json(file)
        yield f"{stem}/config/edition_config.json", _json(_edition(title, root))
        yield f"{stem}/config/config.json", _json(_second(title, stem, root))


def _edition(title: str, root: Element) -> dict[str, object]:
    """Return the configuration of EVT 3."""
    items = [
        {"value": name, "label": label, "color": colour, "enable": True} for name, (label, colour) in COLOURS.items()
    ]
    return {
        "editionTitle": title,
        "availableEditionLevels": [
            {"id": level, "label": level, "enable": level == "interpretative" or _has_layers(root)}
            for level in ("diplomatic", "interpretative")
        ],
        "namedEntitiesLists": {
            key: {"defaultLabel": label, "enable": _has(root, element)} for key, (label, element) in LISTS.items()
        },
        "showLists": any(_has(root, element) for _, element in LISTS.values()),
        "entitiesSelectItems": [{"label": "Named Entities", "items": items, "enable": True}],
        "defaultEdition": "interpretative",
        "defaultViewMode": "readingText",
        "defaultTextFlow": "verses" if _has(root, "lg") and not _has(root, "p") else "prose",
    }


def _second(title: str, stem: str, root: Element) -> dict[str, object]:
    """Return the configuration of EVT 2."""
    return {
        "indexTitle": title,
        "dataUrl": f"data/{stem}.xml",
        "enableXMLDownload": True,
        "defaultViewMode": "readingTxt",
        "availableEditionLevel": [
            {"label": "Diplomatic", "value": "diplomatic", "visible": _has_layers(root)},
            {"label": "Interpretative", "value": "interpretative", "visible": True},
        ],
        "defaultEdition": "interpretative",
        "toolHeatMap": False,
        "namedEntitiesSelector": True,
    }


def _has(root: Element, name: str) -> bool:
    return next(root.iter(TEI + name), None) is not None


def _has_layers(root: Element) -> bool:
    """Whether the text has two readings to show: EVT's diplomatic level is then another text."""
    return _has(root, "choice")


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
