"""A spaCy pipeline as a recogniser: `pip install lenin-tei[spacy]` and a pipeline with named entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.names.recogniser_plugins import Recogniser, Suggestion

DEFAULT = "en_core_web_sm"
KINDS = {
    "PERSON": "person", "PER": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "org",
    "EVENT": "event", "WORK_OF_ART": "work",
}  # fmt: skip


def recogniser(pipeline: Any) -> Recogniser:
    """Return a recogniser that asks a loaded spaCy pipeline; labels it does not know are passed over."""

    def recognise(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Suggestion]:
        for entity in pipeline(text).ents:
            if entity.label_ in KINDS:
                yield Suggestion(entity.start_char, entity.end_char, KINDS[entity.label_])

    return recognise


def load() -> Recogniser:
    """Return a recogniser with spaCy's small English pipeline."""
    import spacy  # type: ignore[import-not-found, import-untyped, unused-ignore]

    try:
        return recogniser(spacy.load(DEFAULT))
    except OSError as error:
        raise LeninTeiError(f"spaCy has no pipeline {DEFAULT}; python -m spacy download {DEFAULT}") from error
