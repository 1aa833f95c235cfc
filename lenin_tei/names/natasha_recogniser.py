"""natasha as a recogniser for Russian: `pip install lenin-tei[natasha]`; its model comes with the package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lenin_tei.names.recogniser_plugins import Recogniser, Suggestion

KINDS = {"PER": "person", "LOC": "place", "ORG": "org"}


def load() -> Recogniser:
    """Return a recogniser with natasha's news model."""
    from natasha import (  # type: ignore[import-not-found, import-untyped, unused-ignore]
        Doc,
        NewsEmbedding,
        NewsNERTagger,
        Segmenter,
    )

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def recognise(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Suggestion]:
        document = Doc(text)
        document.segment(segmenter)
        document.tag_ner(tagger)
        for span in document.spans:
            if span.type in KINDS:
                yield Suggestion(span.start, span.stop, KINDS[span.type])

    return recognise
