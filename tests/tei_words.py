"""The words of a TEI document under the rule that all readable forms follow (docs/reference/exports.md, "The rule").

This reads the tree by itself, with tables of its own, so that the exporters are judged by something they do not use.
The rule: every word of `text` (or `sourceDoc`) once, in order. Of `choice`, `app` and `rdgGrp` one reading; a page
shows the others behind it. Notes to a word come after the text, in the order of their markers; notes that are blocks
stay. `index` and pictures in the file are not read. An empty `g` is what the header says, a `ptr` its web address.
"""

from __future__ import annotations

import re
from collections import deque
from itertools import chain

from lxml import etree

BLOCKS = """ab addrLine address argument back body bibl biblStruct byline caption castGroup castItem castList cell cit
closer dateline def dictScrap div div1 div2 div3 div4 div5 div6 div7 docEdition docImprint docTitle eg egXML entry
entryFree epigraph event figDesc figure floatingText form front graph group head headItem headLabel imprimatur incident
interp item kinesic l label lg line list listBibl listEvent listObject listOrg listPerson listPlace locus msDesc msItem
msPart note object opener org orth p pause performance person place postscript pron prologue quote row salute sense set
shift signed sp speaker stage surface table tech text titlePage titlePart trailer u view vocal witness writing zone
analytic monogr imprint objectName persName.x""".split()
PLACES = """argument back body div div1 div2 div3 div4 div5 div6 div7 figure floatingText front group list listBibl
notesStmt postscript standOff text titlePage""".split()
FIRST = {"original": ("abbr", "am", "orig", "sic"), "corrected": ("corr", "ex", "expan", "reg")}
FIRST["all"] = FIRST["original"]
BREAKS = ("lb", "pb", "cb", "gb", "milestone")
# Nothing stands between what is before and behind; and no hyphen; and what is before.
GLUE, GONE, BACK = "\ue000", "\ue001", "\ue002"


def name(element: etree._Element) -> str:
    return etree.QName(element).localname


def children(element: etree._Element) -> list[etree._Element]:
    return list(element.iterchildren("*"))


class Reading:
    """One document being read: its text and the notes that come after it."""

    def __init__(
        self, document: etree._Element, layer: str = "original", *, markers: bool = False, nested: bool = False
    ) -> None:
        self.nested = nested
        self.layer, self.markers = layer, markers
        self.waiting: deque[etree._Element] = deque()
        self.used = {note.get("n") for note in document.iter("{*}note")}
        self.numbers: dict[etree._Element, str] = {}
        self.count = 0
        self.ids = {one.get("{http://www.w3.org/XML/1998/namespace}id"): one for one in document.iter("*")}
        texts = list(document.iterchildren("{*}text")) or list(document.iterchildren("{*}sourceDoc"))
        self.text = " ".join(self.of(text) for text in texts)
        notes = []
        while self.waiting:
            note = self.waiting.popleft()
            notes.append(self.marker(note) + " " + self.inside(note))
        self.notes = " ".join(notes)

    def marker(self, note: etree._Element) -> str:
        if not self.markers:
            return ""
        if not note.get("n") and note not in self.numbers:
            self.count += 1
            while str(self.count) in self.used:
                self.count += 1
            self.numbers[note] = str(self.count)
        return f"[{note.get('n') or self.numbers[note]}]"

    def of(self, element: etree._Element) -> str:
        kind = name(element)
        if kind in BREAKS:
            typed = element.get("rend", "") if element.get("n", "-") in element.get("rend", "") else ""
            if typed and self.layer != "all":
                return f" {typed} "
            if element.get("break") == "no":
                return GLUE + (GONE if kind == "lb" and self.layer == "corrected" else "")
            return " "
        if kind == "note":
            return self.note(element)
        if kind in ("index", "binaryObject") and not (kind == "index" and self.layer == "all"):
            return ""
        if kind == "g" and not "".join(element.itertext("*")):
            found = self.ids.get(element.get("ref", "")[1:])
            return "".join(found.find("{*}mapping").itertext()) if found is not None else ""
        if kind == "ptr":
            return self.pointer(element)
        if kind in ("del", "surplus") and self.layer == "corrected":
            return ""
        inside = self.inside(element)
        if kind == "item":
            inside = f"{self.sign(element)} {inside}"
        return f" {inside} " if kind in BLOCKS else inside

    def pointer(self, element: etree._Element) -> str:
        target = element.get("target", "")
        note = self.ids.get(target[1:])
        if note is not None and name(note) == "note":
            placed = name(note.getparent()) in PLACES and self.layer != "all"
            return f"[{note.get('n')}]" if placed and note.get("n") else self.marker(note)
        return target if ":" in target else target[1:] if self.layer == "all" else ""

    def note(self, note: etree._Element) -> str:
        parent = note.getparent()
        while name(parent) == "noteGrp":
            parent = parent.getparent()
        if name(parent) in PLACES:
            sign = f"[{note.get('n')}]" if note.get("n") and self.layer != "all" else ""
            return f" {sign} {self.inside(note)} "
        if self.nested and any(True for _ in note.iterancestors("{*}note")):
            return f" {self.inside(note)} "
        if note.get("place") == "inline" and self.layer != "all":
            return f" {self.inside(note)} "
        self.waiting.append(note)
        return (BACK if name(parent) in ("lg", "list", "sp") else "") + self.marker(note)

    def sign(self, item: etree._Element) -> str:
        """Return the number of a list item: as typed, or what the look of the list says."""
        parent, first = item.getparent(), item.find("*")
        if item.get("n"):
            return item.get("n", "")
        labelled = first is not None and name(first) == "label" and not (item.text or "").strip()
        if labelled or not self.markers or not {parent.get("rend"), parent.get("type")} & {"ordered", "numbered"}:
            return ""
        return str(len(list(item.itersiblings("{*}item", preceding=True))) + 1)

    def inside(self, element: etree._Element) -> str:
        parts = children(element)
        if name(element) in ("choice", "app", "rdgGrp"):
            others = [part for part in parts if name(part) not in ("note", "wit", "witDetail")]
            wanted = [part for part in others if name(part) in (*FIRST[self.layer], "lem")]
            opposite = FIRST["corrected" if self.layer != "corrected" else "original"]
            neutral = [part for part in others if name(part) not in opposite]
            chosen = (wanted or (neutral if name(element) == "choice" else others) or others)[:1]
            if self.layer == "all":
                chosen += [part for part in parts if part not in chosen]
                return " ".join(map(self.of, chosen))
            return "".join(map(self.of, [*chosen, *element.iterchildren("{*}note")]))
        if name(element) == "figure" and self.layer == "all":  # the picture, then what is said about it
            parts.sort(key=lambda part: name(part) != "figure")
            return " ".join(map(self.of, parts))
        words = [element.text or ""]
        apart = name(element) == "transpose" and self.layer == "all"
        apart = apart or (name(element) in ("subst", "mod") and not (before(element) or " ")[-1].strip())
        for part in element:
            if isinstance(part.tag, str):
                words.append((" " if apart else "") + self.of(part))
            words.append(part.tail or "")
        return "".join(words)


def before(element: etree._Element) -> str:
    previous = element.getprevious()
    return (previous.tail if previous is not None else element.getparent().text) or ""


def split(text: str) -> list[str]:
    """Return the words of *text* without punctuation, which layout may add or Markdown spell another way."""
    text = re.sub(rf"\s*{GLUE}\s*", GLUE, re.sub(rf"\s*{BACK}", "", text))
    text = re.sub(rf"(?<=[-\u00ad]){GLUE}", " ", re.sub(rf"[-\u00ad]{GLUE}{GONE}", "", text)).replace(GLUE, "")
    text = text.replace(GONE, "")
    found = (re.sub(r"[!-/:-@\[-`{-~•…]", "", word) for word in text.split())
    return [word for word in found if word]


def documents(root: etree._Element) -> list[etree._Element]:
    return list(root.iter("{*}TEI")) or [root]


def source_words(root: etree._Element, layer: str = "original", *, markers: bool = False) -> list[str]:
    """Return the words of every document of *root*: its text, then its notes; *markers* are words of their own."""
    read = [Reading(document, layer, markers=markers) for document in documents(root)]
    return split(" ".join(chain.from_iterable((one.text, one.notes) for one in read)))


def footnoted_words(root: etree._Element) -> list[str]:
    """Return the words of all documents of *root*, then all notes; a note in a note stands in it."""
    read = [Reading(document, nested=True) for document in documents(root)]
    return split(" ".join([*(one.text for one in read), *(one.notes for one in read)]))
