"""Laws: what holds for any text whatever, whole or broken, long or strange.

Hypothesis looks for texts that break a law. In CI it takes the same texts each time; elsewhere new ones.
Set LENIN_TEI_EXAMPLES to a number to search longer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml import etree
from transcriptions import anything, shaped

from lenin_tei import validate
from lenin_tei.conversion import Conversion, Options, convert
from lenin_tei.exporters import export
from lenin_tei.names.register import Register, load_register
from lenin_tei.resources import authority_path, schema_path
from lenin_tei.serialiser import write_xml
from lenin_tei.source import FORBIDDEN, REPLACEMENT

settings.register_profile(
    "laws",
    max_examples=int(os.environ.get("LENIN_TEI_EXAMPLES", "60")),
    derandomize=bool(os.environ.get("CI")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
laws = settings.get_profile("laws")
STRUCTURE = Options(level="structure")


@lru_cache(maxsize=1)
def register() -> Register:
    path = authority_path()
    return load_register(path.read_bytes(), path.name)


@lru_cache(maxsize=1)
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(schema_path("lenin_tei.rng"))))


def full() -> Options:
    return Options(register=register())


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def typed(text: str) -> str:
    """Return the non-space characters of a text, as XML can hold them."""
    return "".join(FORBIDDEN.sub(REPLACEMENT, encoded(text).decode()).removeprefix("\ufeff").split())


def check_laws(text: str, options: Options) -> Conversion:
    """Convert and check everything that must hold of any conversion."""
    done = convert(encoded(text), "text.txt", options)
    assert done.xml is not None, done.diagnostics
    tree = etree.fromstring(done.xml)
    assert grammar().validate(tree), grammar().error_log
    assert "".join(export(done.xml, to="text").split()) == typed(text)
    assert write_xml(tree) == done.xml
    assert convert(encoded(text), "text.txt", options).xml == done.xml
    return done


@laws
@given(anything())
@example("")
@example("\ufeff\n")
@example("[1]\n\n[1]")
@example("*\n\n* *\n\n*")
@example("<a>&amp;]]></a>")
@example("a\u2028b\u0085c\u000bd\x00e\ufffef")
@example("1.\n\n2.\n\n3.")
@example("Notes")
@example("\t\t\n\t\t")
@example("A\u0301 \U0001d54f \ud7ff")
def test_any_text_becomes_valid_and_faithful_tei(text: str) -> None:
    check_laws(text, STRUCTURE)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"A[{number}] word.\n\n[{number}] A note.[{number + 1}]\n\n" for number in range(400)),
        "A Title\n\n[Page 2]\n\nPublished: The Lamp, 1911\n\nA text.\n",
        "A Title\n\n***\n\n[p. 2]\n\nSource: The Lamp, 1911\n\nA text.\n",
        "A.\n\nNotes\n\n1\n[1]\n\nIndex\n\nNotes\n\nB\n\n***\n\n[1]]\n\n\n[1]",
        "harbour lamp co-operation p. 3 v. holm’s brest p. moscow kautsky"
        " bolsheviks p. committee on 3[a] 3 naïve letter august[2]?\n\n"
        "• boat1—\n\x0c\n2) holm’s:\n\n2) October,[10] 4)—\n\n1. in,\n\n3 bolsheviks!",
    ],
    ids=[
        "a chain of notes that call each other",
        "page number before the front matter",
        "rule and page number before it",
        "a note that calls another note",
        "a marker without a note, in a note nobody calls",
    ],
)
def test_what_once_broke_a_law_breaks_none(text: str) -> None:
    for profile in ("auto", "letters", "mia"):
        check_laws(text, STRUCTURE._replace(profile=profile))


def test_the_sign_of_a_page_keeps_its_space_and_a_word_over_two_pages_stays_one_word() -> None:
    text = "A Title\n\nThe lamp was lit [Page 2] in the har|3|bour.\n"
    assert export(check_laws(text, STRUCTURE).xml or b"", to="text").strip() == text.strip()


@laws
@given(shaped())
def test_a_text_shaped_like_a_transcription_becomes_valid_and_faithful_tei(text: str) -> None:
    check_laws(text, STRUCTURE)


@laws
@given(shaped())
def test_names_never_change_the_text(text: str) -> None:
    named = check_laws(text, full())
    plain = convert(encoded(text), "text.txt", STRUCTURE)
    assert named.xml is not None
    assert plain.xml is not None
    assert export(named.xml, to="text") == export(plain.xml, to="text")


@laws
@given(shaped())
def test_what_we_write_we_find_in_order(text: str) -> None:
    """The whole of validate, not only the grammar, has no error to tell about a file of ours."""
    done = convert(encoded(text), "text.txt", full())
    assert done.xml is not None
    found = validate(done.xml, "text.xml", against=encoded(text))
    assert [one for one in found if one.severity == "error"] == []


@laws
@given(shaped())
def test_a_page_holds_all_words_of_the_text(text: str) -> None:
    done = convert(encoded(text), "text.txt", STRUCTURE)
    assert done.xml is not None
    page = etree.HTML(export(done.xml, to="html"))
    shown = "".join(" ".join(page.itertext()).split())
    body = etree.fromstring(done.xml).find("{*}text")
    assert body is not None
    for words in body.itertext():
        assert "".join(words.split()) in shown


# Time grows with the length of a text, not faster


LONG: dict[str, Callable[[int], str]] = {
    "one line": lambda size: "A word and another one, “quoted” at times. " * size,
    "lines": lambda size: "A line that stands by itself and says little.\n" * size,
    "paragraphs": lambda size: "A paragraph that stands by itself and says little.\n\n" * size,
    "markers and notes": lambda size: (
        "".join(f"A sentence with a marker.[{number}] " for number in range(size))
        + "\n\nNotes\n\n"
        + "".join(f"[{number}] A note.\n\n" for number in range(size))
    ),
    "notes numbered downwards": lambda size: "".join(f"[{size - number}] a\n\n" for number in range(size)),
    "many notes of one number": lambda size: "A word.[1]\n\n" * size + "Notes\n\n" + "[1] A note.\n\n" * size,
    "notes that call the next": lambda size: "".join(
        f"A word.[{number}]\n\n[{number}] A note.[{number + 1}]\n\n" for number in range(size)
    ),
    "markers without notes": lambda size: "".join(f"word[{number}] " for number in range(size)),
    "one marker": lambda size: "word[1] " * size + "\n\n[1] A note.",
    "opening brackets": lambda size: "[" * size * 10,
    "nested brackets": lambda size: "[(" * size + "a" + ")]" * size,
    "stars": lambda size: "*" * size * 10,
    "stars apart": lambda size: "* " * size * 5,
    "underlines": lambda size: "_a" * size * 3,
    "quotation marks": lambda size: "“" * size * 5 + "”" * size * 5,
    "white space": lambda size: " " * size * 20 + "\t" * size * 20,
    "blank lines": lambda size: "a" + "\n" * size * 20 + "b",
    "tables": lambda size: "one\ttwo\tthree\n" * size,
    "items": lambda size: "".join(f"{number}. An item.\n\n" for number in range(size)),
    "front matter": lambda size: "A Title\n\n" + "Source: Works, Volume 2, 1974, pages 1-2\n" * size,
    "dashes and digits": lambda size: "1918-" * size * 3,
    "capitals": lambda size: "A. B. C. D. " * size * 2,
    "names in a row": lambda size: "Soviet of the Union of the " * size * 2,
    "a key again and again": lambda size: "A Title\n\n" + "Source: " * size * 8,
    "issues of a periodical": lambda size: "A Title\n\n" + "Published: The Lamp No. 3, 4, 5, " * size,
    "names": lambda size: "Lenin and Kautsky in Moscow, October 3, 1918. " * size,
    "letters": lambda size: "Dear Sir,\n\nA word.\n\nYours,\n\nANNA HOLM\n\n" * size,
    "heads": lambda size: "".join(f"Chapter {number}\n\nA word of text.\n\n" for number in range(size)),
}


def seconds(text: str) -> float:
    """Return the processor time of a conversion."""
    data, options = encoded(text), full()
    start = time.process_time()
    done = convert(data, "text.txt", options)
    assert done.xml is not None, done.diagnostics[:3]
    return time.process_time() - start


@pytest.mark.parametrize("name", LONG)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    """Four times the text may take eight times as long, plus what a clock cannot see: a square would take sixteen."""
    make, size = LONG[name], 250
    seconds(make(10))
    few = seconds(make(size))
    while few < 0.05 and size < 16_000:
        size *= 4
        few = seconds(make(size))
    many = seconds(make(4 * size))
    if many > 8 * few + 0.1:
        few = min(few, seconds(make(size)))
        many = min(many, seconds(make(4 * size)))
    assert many <= 8 * few + 0.1, f"{size}: {few:.3f} s, {4 * size}: {many:.3f} s"


def test_a_paragraph_of_very_many_lines_takes_no_quadratic_time() -> None:
    make = "a line of many in one paragraph,\n".__mul__
    few, many = (min(seconds(make(size)) for _ in range(2)) for size in (8_000, 32_000))
    assert many <= 8 * few, f"{few:.3f} s, {many:.3f} s"
