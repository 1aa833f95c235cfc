"""Places of publication that no list knows are told by their position, and only there."""

from __future__ import annotations

import pytest

from lenin_tei.bibliography import read_edition
from lenin_tei.profile import load_profile


def read(text: str) -> dict[str, str]:
    pieces = read_edition(text, 0, load_profile("mia"))
    return {piece.element: text[piece.span.start : piece.span.end] for piece in pieces}


@pytest.mark.parametrize(
    "text",
    [
        "Holm’s Collected Works, Harbour Press, Bergen, 1974, Volume 12, pages 115-117",
        "V. Collected Works, Northern Publishers, [1977], Bergen, Volume 15, pages 345-355.",
        "The Harbour Papers, Volume 3 (Bergen: Harbour Press, 1931), pp. 44–48.",
    ],
)
def test_a_name_beside_the_publisher_is_the_place(text: str) -> None:
    assert read(text)["pubPlace"] == "Bergen"


def test_a_name_at_the_end_is_no_place() -> None:
    assert "pubPlace" not in read("The Harbour Papers, Harbour Press, Volume 3, 1931, Bergen")


def test_an_author_is_not_read_from_collected_works() -> None:
    text = "V. Collected Works, Northern Publishers, [1977], Bergen, Volume 15, pages 345-355."
    assert (read(text)["author"], read(text)["title"]) == ("V.", "Collected Works")
