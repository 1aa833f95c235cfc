"""Changes to the header and text of a document that a platform needs and a table cannot say, by name.

Each takes the tree of a document and what is known of it, and changes the tree. No word of the text is changed, and
nothing is stated that the document does not state (TEI Guidelines 2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lenin_tei.exporters.front import document_language
from lenin_tei.exporters.targets.entries import NAMESPACE, Registers, make
from lenin_tei.exporters.targets.plan import Target
from lenin_tei.exporters.tree import XML_ID, Element, child, descend, local_name, plain_text, take

DATES = ("when", "notBefore", "notAfter", "from", "to")
TEI = f"{{{NAMESPACE}}}"


@dataclass(slots=True)
class Work:
    """A document on its way to a platform: its name, its neighbours, the target with its settings, the entries."""

    stem: str
    stems: tuple[str, ...]
    target: Target
    settings: dict[str, str]
    registers: Registers
    instructions: list[str]


Step: TypeAlias = Callable[[Element, Work], None]


def find(root: Element, path: str) -> Iterator[Element]:
    """Yield the elements at a path of TEI names ("titleStmt/title") anywhere in *root*."""
    steps = path.split("/")
    for element in root.iter(TEI + steps[-1]):
        around: Element | None = element
        for name in reversed(steps):
            if around is None or local_name(around) != name:
                break
            around = around.getparent()
        else:
            yield element


def header_of(root: Element) -> Element:
    """Return the teiHeader; a document without one gets the least that TEI demands."""
    header = child(root, "teiHeader")
    if header is None:
        header = make("teiHeader")
        root.insert(0, header)
    file = ensure(header, "fileDesc", before=("encodingDesc", "profileDesc", "xenoData", "revisionDesc"))
    ensure(file, "titleStmt", before=("*",))
    for name, words in (("publicationStmt", "Unpublished."), ("sourceDesc", "No source is stated.")):
        if child(file, name) is None:
            after = ("seriesStmt", "notesStmt", "sourceDesc") if name == "publicationStmt" else ()
            ensure(file, name, before=after).append(make("p", words))
    return header


def ensure(parent: Element, name: str, *, before: tuple[str, ...] = ()) -> Element:
    """Return the child *name* of an element; a new one is put before the first of the children named in *before*."""
    found = child(parent, name)
    if found is not None:
        return found
    made = make(name)
    place = next((one for one in parent.iterchildren("*") if local_name(one) in before or "*" in before), None)
    if place is None:
        parent.append(made)
    else:
        place.addprevious(made)
    return made


def profile_of(root: Element) -> Element:
    """Return the profileDesc, made if need be."""
    return ensure(header_of(root), "profileDesc", before=("xenoData", "revisionDesc"))


def title_statement(root: Element) -> Element:
    """Return titleStmt, with a title in it: that of the text where the header has none."""
    statement = descend(header_of(root), "fileDesc/titleStmt")
    assert statement is not None
    if child(statement, "title") is None:
        head = next((one for one in find(root, "head") if not one.get("type")), None)
        words = plain_text(head) if head is not None else ""
        statement.insert(0, make("title", words or root.get(XML_ID, "") or "Untitled"))
    return statement


def titles_of(root: Element) -> list[Element]:
    """Return the titles of titleStmt, the main one first."""
    titles = list(title_statement(root).iterchildren(f"{TEI}title"))
    main = next((one for one in titles if one.get("type") == "main"), None)
    main = main if main is not None else next((one for one in titles if not one.get("type")), titles[0])
    return [main, *(one for one in titles if one is not main)]


def main_title(root: Element, work: Work) -> None:
    """One title says that it is the main one."""
    first, *others = titles_of(root)
    first.set("type", "main")
    for one in others:
        if one.get("type") in (None, "main"):
            one.set("type", "alt")
    title_statement(root).insert(0, first)


def one_title(root: Element, work: Work) -> None:
    """One title without a type; the others are kept among the notes on the file."""
    first, *others = titles_of(root)
    take(first, "type")
    title_statement(root).insert(0, first)
    if not others:
        return
    file = descend(header_of(root), "fileDesc")
    assert file is not None
    note = make("note", type="titles")
    ensure(file, "notesStmt", before=("sourceDesc",)).append(note)
    for one in others:
        one.tail = None
        note.append(one)


def iso_date_title(root: Element, work: Work) -> None:
    """The date of the work as a title to sort by."""
    statement = title_statement(root)
    if any(one.get("type") == "iso-date" and one.get("n") for one in statement.iterchildren(f"{TEI}title")):
        return
    date = date_of_work(root)
    if date is None:
        return
    value = next((date.get(name, "") for name in DATES if date.get(name)), "")
    titles = list(statement.iterchildren(f"{TEI}title"))
    titles[-1].addnext(make("title", plain_text(date) or value, type="iso-date", n=value))


def date_of_work(root: Element) -> Element | None:
    """Return the date of sending, else that of writing, where an attribute says what it is."""
    sent = [one for one in find(root, "correspAction/date") if _is_sent(one)]
    for date in (*sent, *find(root, "creation/date")):
        if any(date.get(name) for name in DATES):
            return date
    return None


def _is_sent(date: Element) -> bool:
    action = date.getparent()
    return action is not None and action.get("type") == "sent"


def language(root: Element, work: Work) -> None:
    """The languages of the text in langUsage; `und` where nobody says which."""
    profile = profile_of(root)
    usage = ensure(profile, "langUsage", before=("textClass", "correspDesc", "calendarDesc", "textDesc",
                                                 "particDesc", "settingDesc", "handNotes"))  # fmt: skip
    if not any(one.get("ident") for one in usage.iterchildren(f"{TEI}language")):
        name = document_language(root) or "und"
        for one in list(usage.iterchildren("*")):
            usage.remove(one)
        usage.append(make("language", name, ident=name))


def text_language(root: Element, work: Work) -> None:
    """The language of the text at `TEI`, where the document says it somewhere."""
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    known = document_language(root) or next((one.get("ident", "") for one in find(root, "langUsage/language")), "")
    if not root.get(name) and known:
        root.set(name, known)


def sent_date(root: Element, work: Work) -> None:
    """The date of the work where TEI Publisher looks for it: in a sending, which says so if there was none."""
    date = date_of_work(root)
    actions = [one for one in find(root, "correspAction") if one.get("type") == "sent"]
    if date is None or (actions and _readable(child(actions[0], "date"))):
        return
    if not actions:
        profile = profile_of(root)
        corresp = make("correspDesc")
        before = ("calendarDesc", "textDesc", "particDesc", "settingDesc", "handNotes")
        place = next((one for one in profile.iterchildren("*") if local_name(one) in before), None)
        profile.append(corresp) if place is None else place.addprevious(corresp)
        corresp.append(make("note", "Nothing is said of a letter here: TEI Publisher reads the date of a text from the "
                                    "date of sending only."))  # fmt: skip
        corresp.append(make("correspAction", type="sent"))
        actions = [corresp[-1]]
    made = make("date")
    first = {"from": "notBefore", "to": "notAfter"}
    for name in DATES:
        if date.get(name):
            made.set(first.get(name, name), date.get(name, ""))
    already = child(actions[0], "date")
    if already is not None:
        already.addprevious(made)
    else:
        actions[0].append(made)


def _readable(date: Element | None) -> bool:
    return date is not None and any(date.get(name) for name in ("when", "notBefore", "notAfter"))


def genre(root: Element, work: Work) -> None:
    """The classification by which TEI Publisher sorts: a catRef with scheme="#genre", and its taxonomy beside it."""
    references = [one for one in find(root, "textClass/catRef") if one.get("target", "").startswith("#")]
    for reference in references[:1]:
        scheme, target = reference.get("scheme", ""), reference.get("target", "").split()[0]
        category = by_id(root, target[1:])
        if category is None or local_name(category) != "category":
            continue
        for other in references:
            if other.get("scheme", "") == scheme:
                other.set("scheme", "#genre")
        taxonomy = next(category.iterancestors(f"{TEI}taxonomy"), None)
        if taxonomy is not None:
            rename_id(root, taxonomy, "genre")


def by_id(root: Element, identifier: str) -> Element | None:
    """Return the element with this xml:id."""
    return next((one for one in root.iter("*") if one.get(XML_ID) == identifier), None)


def rename_id(root: Element, element: Element, identifier: str) -> None:
    """Give an element another xml:id, and follow with all pointers to it."""
    old = element.get(XML_ID)
    element.set(XML_ID, identifier)
    if not old or old == identifier:
        return
    for one in root.iter("*"):
        for name, value in one.attrib.items():
            if "#" in value and name != XML_ID and f"#{old}" in value.split():
                one.set(name, " ".join(f"#{identifier}" if part == f"#{old}" else part for part in value.split()))


def view(root: Element, work: Work) -> None:
    """How TEI Publisher pages: by divisions with headings, else by pages, else not at all."""
    how = (
        "div"
        if any(True for body in find(root, "text/body") for _ in find(body, "div/head"))
        else "page"
        if any(True for _ in find(root, "pb"))
        else ""
    )
    for number, instruction in enumerate(work.instructions):
        if how != "div":
            work.instructions[number] = instruction.replace('view="div"', f'view="{how or "single"}"')


def neighbours(root: Element, work: Work) -> None:
    """xml:base, and the documents before and after."""
    base = work.settings["base"].rstrip("/")
    root.set("{http://www.w3.org/XML/1998/namespace}base", work.settings["base"])
    place = work.stems.index(work.stem)
    for name, at in (("prev", place - 1), ("next", place + 1)):
        take(root, name)
        if 0 <= at < len(work.stems):
            root.set(name, f"{base}/{work.stems[at]}.xml")
