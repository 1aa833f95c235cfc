"""Profiles are data, and say what a single line is."""

from __future__ import annotations

from pathlib import Path

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.profile import (
    Profile,
    edit_distance,
    is_navigation,
    is_notes_heading,
    line_role,
    load_profile,
    text_bounds,
)
from lenin_tei.profile_choice import choose_profile
from lenin_tei.profile_tables import KEYS, ROLES, profile_names


@pytest.fixture
def mia() -> Profile:
    return load_profile("mia")


@pytest.mark.parametrize("name", ["gutenberg", "letters", "mia", "plain"])
def test_every_packaged_profile_loads(name: str) -> None:
    profile = load_profile(name)
    assert name in profile_names()
    assert profile.language == "en"
    assert set(profile.keys.values()) <= set(ROLES)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Written: 3 October, 1918.", "written"),
        ("Written:10 December, 1922", "written"),
        ("Written 14 November 1917", "written"),
        ("Written: Written in Paris", "written"),
        ("Delvered: 3 May 1918", "delivered"),
        ("Dictated by Telephone: 15 December, 1922", "dictated"),
        ("First Published 4 October, 1918 Pravda No. 213; Published according to the Pravda text", "published"),
        ("Published according to the manuscript", "published"),
        ("Kommunist No. 5, March 9, 1918; Published according to the manuscript;", "published"),
        ("Source:Lenin’s Collected Works, Progress Publishers, Moscow", "source"),
        ("From The Militant, Vol. II No. 14, 15 September 1929, p. 8.", "source"),
        ("E. Belfort Bax, Reason v. Rhetoric, To-day, January 1887, pp.14-18.", "source"),
        ("Translated (and edited): Jim Riordan", "translated"),
        ("Translated:", "translated"),
        ("Translated by Peter B. Maggs.", "translated"),
        ("Transcription\\HTML Markup: Charles Farrell", "transcribed"),
        ("Transcription & HTML Mark-up: Charles Farrell", "transcribed"),
        ("Transcrition: Zodiac", "transcribed"),
        ("Re-Marked up & Proofread by: Kevin Goins (2007)", "transcribed"),
        ("2nd Proof reading: Steve Iverson, 2014", "transcribed"),
        ("Transcribed & marked up by Einde O’Callaghan for the Marxists’ Internet Archive.", "transcribed"),
        ("Scanned and proofread by Fred Smith.", "transcribed"),
        ("On-line Version: marx.org in 1997", "online"),
        ("Pubic Domain: This work is in the Public Domain.", "licence"),
        ("Copyright © 1996 International Socialism.", "licence"),
        ("Downloaded with thanks from the Socialist Review Archive.", "kept"),
        ("Thanks to Roland Ferguson.", "kept"),
        ("Sent from Geneva to St. Petersburg.", "correspondence"),
    ],
)
def test_a_line_of_front_matter_has_a_role(line: str, role: str, mia: Profile) -> None:
    assert line_role(line, mia) == role


@pytest.mark.parametrize(
    "line",
    [
        "From the very beginning the workers of Petrograd in 1917 demanded peace.",
        "From 1917 to 1921 the Party fought.",
        "From Petrograd, 7 November 1917.",
        "Written language is a tool.",
        "Published in 1917, the pamphlet was read by thousands.",
        "Published opinion is not public opinion.",
        "Thanks to the heroism of the workers, the year 1919 was won.",
        "Copyright is theft, he said.",
        "Translator: I did not say that at all, my friend, and you know it well enough.",
        "Editor: What do you think of the war?",
        "Edited by hand, the paper of 1905 was poor and was hated by the censor",
        "Sent from Siberia, he returned in 1900.",
        "Speech Delivered At The Third All-Russia Congress",
        "Delivered At A Meeting Of The All-Russia Central Executive Committee December 14(27), 1917",
        "Note: Ted Grant wrote under the pseudonym of George Edwards",
        "Comrades: we are here",
        "Lenin: no",
        "Dear Comrade,",
        "",
        ":",
        "Signed, N. Lenin",
    ],
)
def test_running_text_is_no_front_matter(line: str, mia: Profile) -> None:
    assert line_role(line, mia) is None


def test_headings_over_notes_are_known_in_any_spelling(mia: Profile) -> None:
    for line in ("Notes", "ENDNOTES", "Footnotes:", "Author’s Footnotes", "Author's footnotes", "Note by MIA"):
        assert is_notes_heading(line, mia)
    assert not is_notes_heading("Notes of a Publicist", mia)


def test_navigation_is_told_from_text(mia: Profile) -> None:
    for line in ("NEXT", "Next: What Is to Be Done?", "Top of the page", "Lenin Works Archive", "< backward forward >",
         "MIA  >  Archive  >  Serge", "Contents  |  Chapter 2  |  Chapter 4", "Last updated on 1.2.2012"):  # fmt: skip
        assert is_navigation(line, mia), line
    for line in ("They then went back to the state archive", "Back in Petrograd, he wrote", "The next day"):
        assert not is_navigation(line, mia), line


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("public", "public", 0),
        ("public", "pubic", 1),
        ("recieved", "received", 1),
        ("published", "pushlished", 2),
        ("", "ab", 2),
    ],
)
def test_edit_distance_counts_letters(first: str, second: str, distance: int) -> None:
    assert edit_distance(first, second) == edit_distance(second, first) == distance


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Written: 1918\nOnline Version: Lenin Internet Archive", "mia"),
        ("The Project Gutenberg eBook of Letters", "gutenberg"),
        ("Down, 5 June 1855\n\nMy dear Hooker,\n\nI thank you", "letters"),
        ("Chapter 1\n\nIt was a dear price.", "plain"),
        ("", "plain"),
    ],
)
def test_a_profile_is_chosen_by_what_the_text_shows(text: str, name: str) -> None:
    chosen, reason = choose_profile(text)
    assert chosen == name
    assert reason


def write(folder: Path, text: str, name: str = "own.toml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def test_a_profile_of_ones_own_adds_to_another(tmp_path: Path) -> None:
    path = write(tmp_path, 'extends = "mia"\nlanguage = "de"\n[keys]\nwritten = ["Verfasst"]\nkept = ["Remastered"]\n')
    profile = load_profile(path)
    assert (profile.name, profile.language) == ("own", "de")
    assert line_role("Verfasst: 3. Mai 1918", profile) == "written"
    assert line_role("Remastered: by hand", profile) == "kept"
    assert line_role("Source: Collected Works", profile) == "source"


def test_a_profile_may_give_a_key_another_role(tmp_path: Path) -> None:
    profile = load_profile(write(tmp_path, 'extends = "plain"\n[keys]\nauthor = ["Source"]\n'))
    assert line_role("Source: Lenin", profile) == "author"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('title = "x"\nkeyz = 1\n', 2, 'unknown key "keyz"'),
        ('[keys]\nwritten = ["Written"]\nwriten = ["Typo"]\n', 3, 'unknown key "writen" in [keys]'),
        ('[keys]\nwritten = "Written"\n', 2, '"written" must be a list'),
        ('[words]\npublishers = [1]\n', 2, '"publishers" must be a list'),
        ('keys = ["Written"]\n', 1, '"keys" must be a table'),
        ('\ntitle = 3\n', 2, '"title" must be a string'),
        ('signs = [""]\n', 1, '"signs" must be a list'),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_told_with_its_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    with pytest.raises(LeninTeiError) as caught:
        load_profile(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert words in str(caught.value)


def test_a_profile_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LeninTeiError, match='no profile "nonsense"; there are gutenberg'):
        load_profile("nonsense")
    with pytest.raises(LeninTeiError, match="No such file"):
        load_profile(str(tmp_path / "none.toml"))
    with pytest.raises(LeninTeiError, match="not a TOML file"):
        load_profile(write(tmp_path, "=="))


def test_a_profile_that_extends_itself_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LeninTeiError, match="extends itself"):
        load_profile(write(tmp_path, 'extends = "own.toml"\n'))


def test_every_key_of_a_profile_and_every_role_is_explained() -> None:
    assert all(KEYS.values())
    assert all(ROLES.values())


def test_a_line_is_judged_in_time_that_grows_with_its_length(mia: Profile) -> None:
    for line in ("From " + "Vol. 1 " * 100_000, "a:" * 200_000, "Translated by " + "A" * 500_000, "(" * 500_000):
        line_role(line, mia)
        is_navigation(line, mia)
        is_notes_heading(line, mia)


def test_boilerplate_stands_outside_the_bounds_of_the_text() -> None:
    begin, finish = (f"*** {word} OF THE PROJECT GUTENBERG EBOOK X ***" for word in ("START", "END"))
    text = f"Licence\n{begin}\nThe text.\n{finish}\nMore"
    start, end = text_bounds(text, load_profile("gutenberg"))
    assert text[start:end] == "The text.\n"
    assert text_bounds(text, load_profile("mia")) == (0, len(text))
    assert text_bounds("No such lines.", load_profile("gutenberg")) == (0, 14)


def test_brackets_are_text_unless_the_profile_says_what_they_mean() -> None:
    assert not (load_profile("mia").supplied or load_profile("mia").gap or load_profile("plain").unclear)
    assert "[illegible]" in load_profile("letters").gap


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hull, 4 May 1912\n\nMy dear Anna,\n\nThe book is blue.\n", "letters"),
        ("Hull, 4 May 1912. Dear Sir,\n\nThe book is blue.\n", "letters"),
        ("Sir,\n\nThe book is blue.\n", "letters"),
        ("On the Tide\n\nDear reader, the tide comes twice a day.\n".replace("Dear reader, t", "T"), "plain"),
        ("On the Tide\n\nSource: Collected Works, Volume 1\n\nDear Anna,\n", "mia"),
    ],
)
def test_the_profile_is_told_from_the_first_lines(text: str, name: str) -> None:
    assert choose_profile(text)[0] == name
