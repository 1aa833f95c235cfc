"""The edition file: what only the editor can say, checked before anything is converted."""

from __future__ import annotations

import pytest

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.edition import KEYS, Edition, Encoder, fits_scheme, load_edition

WHOLE = """\
title = "Letters, a digital edition"
publisher = "The Archive"
pubPlace = "Leipzig"
date = 2026-03-01
series = "Sources"
language = "en"
schema = "https://example.org/schema/"
authority = "authority.xml"
profile = "mia"
decisions = "decisions.toml"
targets = ["html", "text"]
ids = "x-{path}"
files = "{year}/{month}-{slug}"

[idno]
DOI = "10.1234/5678"

[licence]
target = "https://creativecommons.org/licenses/by/4.0/"
text = "Creative Commons Attribution 4.0"

[[encoder]]
name = "Clara Example"
resp = "encoding"

[[encoder]]
name = "Karl Example"
resp = "proofreading"
"""


def test_every_key_of_an_edition_file_is_read() -> None:
    edition = load_edition(WHOLE.encode(), "edition.toml")
    assert edition == Edition(
        title="Letters, a digital edition",
        publisher="The Archive",
        pub_place="Leipzig",
        date="2026-03-01",
        date_attributes={"when": "2026-03-01"},
        idno=(("DOI", "10.1234/5678"),),
        series="Sources",
        language="en",
        schema="https://example.org/schema/",
        authority="authority.xml",
        profile="mia",
        licence_target="https://creativecommons.org/licenses/by/4.0/",
        licence_text="Creative Commons Attribution 4.0",
        encoders=(Encoder("Clara Example", "encoding"), Encoder("Karl Example", "proofreading")),
        decisions="decisions.toml",
        targets=("html", "text"),
        ids="x-{path}",
        files="{year}/{month}-{slug}",
    )
    assert all(key in WHOLE for key in KEYS)


def test_an_empty_edition_file_says_nothing() -> None:
    assert load_edition(b"", "edition.toml") == Edition()


def test_a_date_in_words_is_kept_and_read() -> None:
    edition = load_edition(b'publisher = "A"\ndate = "March 2026"\n', "edition.toml")
    assert (edition.date, edition.date_attributes) == ("March 2026", {"when": "2026-03"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('publisher = "A"\nlicense = "B"\n', 'edition.toml:2: unknown key "license"; known are title'),
        ('publisher = 3\n', 'edition.toml:1: "publisher" must be a string'),
        ('publisher = " "\n', 'edition.toml:1: "publisher" must be a string'),
        ('publisher = "A"\ndate = 2026\n', 'edition.toml:2: "date" must be a date or a string'),
        ('publisher = "A"\n[licence]\nurl = "x"\n', 'edition.toml:3: unknown key "url" in [licence]'),
        ('publisher = "A"\nlicence = "CC BY"\n', 'edition.toml:2: "licence" must be a table of strings with'),
        ('publisher = "A"\nidno = "x"\n', 'edition.toml:2: "idno" must be a table of strings'),
        ('title = "T"\n[licence]\ntext = "CC BY"\n', 'edition.toml:2: "licence" needs a "publisher"'),
        ('[[encoder]]\nname = "A"\n', 'edition.toml:1: every [[encoder]] needs name and resp'),
        ('encoder = "A"\n', 'edition.toml:1: "encoder" must be an array of tables'),
        ('targets = "html"\n', 'edition.toml:1: "targets" must be an array of names'),
        ('ids = "letter"\n', 'edition.toml:1: "ids" must hold {name} or {path}'),
        ('files = "{name}"\n', 'edition.toml:1: "files" has no {name}; known are {year}'),
        ('title = "T"\nlanguage = "english"\n', 'edition.toml:2: "language" must be a language tag'),
        ('files = "{year"\n', 'edition.toml:1: "files" has a brace without its partner'),
        ('= 3\n', 'edition.toml:1:1: not a TOML file'),
    ],
)  # fmt: skip
def test_a_wrong_edition_file_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(LeninTeiError) as caught:
        load_edition(text.encode(), "edition.toml")
    assert str(caught.value).startswith(message)


def test_a_file_name_scheme_says_which_names_fit() -> None:
    assert fits_scheme("1921/05-to-anna", "{year}/{month}-{slug}")
    assert not fits_scheme("1921/5-to-anna", "{year}/{month}-{slug}")
    assert not fits_scheme("1921/05-To_Anna", "{year}/{month}-{slug}")
    assert fits_scheme("v28.p100", "v{number}.p{number}")
    assert not fits_scheme("v28xp100", "v{number}.p{number}")


def test_bytes_that_are_no_text_are_an_error() -> None:
    with pytest.raises(LeninTeiError, match="not UTF-8"):
        load_edition(b"\xff\xfe\x00", "edition.toml")
