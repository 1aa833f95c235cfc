"""Which language a text shows."""

from __future__ import annotations

from lenin_tei.languages import language_of


def test_an_english_text_is_english() -> None:
    assert language_of("The lamp of the harbour was lit on the first day of the year.", "en") == "en"


def test_a_german_text_is_german_though_the_profile_expects_english() -> None:
    assert language_of("Die Lampe ist nicht mit dem Boot und der Mann auf dem Kai ist nicht zu sehen.", "en") == "de"


def test_a_text_in_other_letters_is_undetermined() -> None:
    assert language_of("Лампа горела в гавани всю ночь.", "en") == "und"


def test_few_words_change_nothing() -> None:
    assert language_of("Die Neue Zeit", "en") == "en"


def test_a_language_we_do_not_know_is_taken_on_trust() -> None:
    assert language_of("Лампа горела в гавани всю ночь.", "ru") == "ru"


def test_a_russian_text_is_russian_and_a_ukrainian_one_undetermined() -> None:
    assert language_of("Он писал, что лампа есть, но как это было, они не знают, если его не спросить.", "en") == "ru"
    assert (
        language_of("Він писав, що лампа є, але як це було, вони не знають, якщо його не спитати про це.", "en")
        == "und"
    )


def test_a_dutch_text_is_dutch() -> None:
    assert language_of("Het is niet de lamp van de haven en ik zie je dan ook niet bij het water.", "en") == "nl"
