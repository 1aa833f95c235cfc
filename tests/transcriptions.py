"""Transcriptions made up at random: any characters at all, and texts shaped like what people really type.

Used by the laws and by the comparison with jing. Nothing here is taken from a real text.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import strategies as st

WORDS = (
    "the harbour committee letter boat lamp night tide Germany Moscow Lenin Kautsky V. I. “changing” peace of Brest "
    "Bolsheviks and on 3 October, 1918 in August [sic] (see p. 4) – — ... naïve слово 1914-18 Mr. Holm’s co-operation"
).split()
NAMES = ("Anna Holm", "V. I. Lenin", "N. LENIN", "P. Lund, Secretary", "(Signed) A. Holm")
TITLES = ("A Letter to the Harbour", "On the Tide", "THE LAMP", "Speech at the Meeting[1]", "Minutes\nof the Meeting")
DATES = ("October 3, 1918", "(June 1917)", "November 14 (27), 1917", "1918", "3. 10. 1918", "Spring 1905")
FRONT = (
    "Written: 3 May, 1912.",
    "First Published: The Tide Table, No. 4, 5 May 1912",
    "Source: Collected Works, Progress Publishers, Moscow, Volume 28, 1974, pages 100-103",
    "Translated (and edited): Anna Holm",
    "Transcription/HTML Markup: P. Lund",
    "Online Version: The Harbour Archive, 2002",
    "Public Domain: free to copy",
    "Remastered: by hand",
    "From The Tide Table, Vol. 2 No. 3, 4 May 1912, p. 5.",
)
MARKERS = ("[1]", "[2]", "*", "(1)", "¹", "[A]", "[10]", "**", "1", "[*]")
LABELS = ("[1] ", "1. ", "* ", "(1) ", "¹ ", "[A] ", "[2]. ", "** ", "1) ", "")


def sentence(chance: random.Random, marked: bool = True) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(4, 30))]
    if marked and chance.random() < 0.3:
        words[chance.randrange(len(words))] += chance.choice(MARKERS)
    return " ".join(words).capitalize() + chance.choice(".?!:,—")


def paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(chance.randint(1, 4)))


def wrapped(chance: random.Random) -> str:
    words, lines = paragraph(chance).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 60:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def several(make: Callable[[random.Random], str], joint: str = "\n", most: int = 5) -> Callable[[random.Random], str]:
    return lambda chance: joint.join(make(chance) for _ in range(chance.randint(1, most)))


def one_of(*texts: str) -> Callable[[random.Random], str]:
    return lambda chance: chance.choice(texts)


def note(chance: random.Random) -> str:
    return chance.choice(LABELS) + sentence(chance, marked=False) + chance.choice(("", "—Ed.", "\n\nAnd it goes on."))


def item(chance: random.Random) -> str:
    return chance.choice(("1. ", "2) ", "(a) ", "• ", "")) + sentence(chance)


def row(chance: random.Random) -> str:
    return "\t".join(sentence(chance)[:12] for _ in range(chance.randint(2, 4)))


BLOCKS: tuple[Callable[[random.Random], str], ...] = (
    paragraph,
    paragraph,
    paragraph,
    wrapped,
    lambda chance: f"“{paragraph(chance)}”",
    lambda chance: sentence(chance)[:30].title(),
    one_of("Chapter I", "Part Two", "II", "1. The Lamp", "Notes", "Footnotes", "Contents", "Appendix"),
    one_of("* * *", "----", "*", "[p. 149]", "\f", "Top of the page", "Back to Contents | Next"),
    one_of(*DATES),
    one_of(*NAMES),
    one_of("Dear Comrade,", "With fraternal greetings,", "Yours,\nANNA HOLM", "P.S. – One more word.", "Comrades!"),
    one_of("Bergen, July 9, 1912", "Bergen,\nJuly 9, 1912", "(Applause.)", "HOLM: I agree. LUND: I do not."),
    several(one_of(*FRONT)),
    several(note, "\n\n"),
    several(note),
    several(item, "\n\n"),
    several(item),
    several(row),
    several(lambda chance: sentence(chance)[:35].capitalize(), most=6),
    lambda chance: f"{chance.choice(NAMES).upper()}: {sentence(chance)}",
    lambda chance: "    " + wrapped(chance).replace("\n", "\n    "),
    lambda chance: f"_{sentence(chance)}_ and *{sentence(chance)}*",
)


def transcription(chance: random.Random) -> str:
    """Return a text shaped like a transcription: mostly with a title block, front matter, text, and notes."""
    blocks = []
    if chance.random() < 0.8:
        blocks += [chance.choice(NAMES), chance.choice(TITLES)]
        blocks += [chance.choice(DATES)] * chance.randint(0, 1)
        blocks += [several(one_of(*FRONT), most=6)(chance)] * chance.randint(0, 1)
    blocks += [chance.choice(BLOCKS)(chance) for _ in range(chance.randint(1, 20))]
    if chance.random() < 0.6:
        blocks += ["Notes"] * chance.randint(0, 1) + [several(note, chance.choice(("\n", "\n\n")))(chance)]
    text = chance.choice(("\n\n", "\n\n\n", "\n\n"))
    return text.join(blocks) + chance.choice(("", "\n", "\n\n"))


def shaped() -> st.SearchStrategy[str]:
    """Return a strategy for texts shaped like transcriptions, sometimes cut, joined or sprinkled with strange signs."""
    whole = st.integers(0, 2**32).map(lambda seed: transcription(random.Random(seed)))
    damaged = st.builds(
        lambda text, start, end, put: text[start : -end or None] + put + text[:start],
        whole,
        st.integers(0, 200),
        st.integers(0, 200),
        st.text(max_size=20),
    )
    return st.one_of(whole, damaged)


def anything() -> st.SearchStrategy[str]:
    """Return a strategy for any text, made of any characters and of the signs that mean something here."""
    signs = st.sampled_from(
        ["\n", "\n\n", "\t", " ", "[1]", "*", "_", "“", "”", "(", ")", "1.", "[", "]", ":", "<", "&", "\f"]
    )
    words = st.sampled_from([*WORDS, *FRONT, *NAMES, *DATES])
    pieces = st.lists(st.one_of(signs, words, st.text(max_size=5)), max_size=60).map("".join)
    return st.one_of(st.text(max_size=200), pieces)
