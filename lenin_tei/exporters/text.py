"""TEI to plain text: the transcription given back.

In comes the root of any TEI file, out goes text: title block, literal front matter (`notesStmt/note[@type=
'transcription']`), body, notes (TEI Guidelines 3.9, 4.1). The header and standOff are never printed. One reading of
every `choice` and `app` is printed: the original one, unless the corrected layer is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from lenin_tei.exporters.layout import PARAGRAPH, Layout
from lenin_tei.exporters.options import choose
from lenin_tei.exporters.text_rules import NAME_RULES, RULES, Rule, TextOptions
from lenin_tei.exporters.tree import Element, documents
from lenin_tei.exporters.walk import Walk

_WITH_NAMES: Mapping[str, Rule] = RULES | NAME_RULES


def export_text(root: Element, **options: object) -> str:
    """Return the text of *root*; the options are the fields of `TextOptions`."""
    chosen = choose(TextOptions, options)
    text = write_text(root, chosen)
    return "\n".join(map(partial(_wrapped, width=chosen.wrap), text.split("\n"))) if chosen.wrap else text


def write_text(root: Element, options: TextOptions | None = None) -> str:
    """Return the text of every document in *root*, each with its notes at its end."""
    layout = Layout()
    lay_out(root, options or TextOptions(), layout)
    return layout.result()


def trace_text(root: Element, options: TextOptions) -> Iterator[tuple[int, int]]:
    """Yield, for each element laid out, how many non-space characters stand before it and its line in the file."""
    layout = Layout(traced=True)
    lay_out(root, options, layout)
    yield from layout.trace()


def lay_out(root: Element, options: TextOptions, layout: Layout) -> None:
    """Lay out every document in *root*."""
    rules = RULES if options.names == "text" else _WITH_NAMES
    for document in documents(root):
        layout.close(PARAGRAPH)
        Walk(document, options, layout, rules).write()


def _wrapped(line: str, width: int) -> str:
    """Return *line* in lines of at most *width* characters; words are never broken, tables stay as they are."""
    if len(line) <= width or "\t" in line:
        return line
    from textwrap import TextWrapper  # only who asks for --wrap pays for it

    indent = line[: len(line) - len(line.lstrip(" "))]
    wrapper = TextWrapper(width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrapper.wrap(line))
