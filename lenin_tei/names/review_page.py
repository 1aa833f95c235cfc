"""The review table as a page to read in a browser or to print: one self-contained HTML file, no script."""

from __future__ import annotations

from html import escape

from lenin_tei.names.review import read_table

STYLE = """
body { font: 1rem/1.5 Georgia, serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
body { color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; padding-block: .5rem; }
th, td { border-block-end: 1px solid #767676; padding: .3rem .6rem; text-align: start; vertical-align: top; }
thead th { position: sticky; inset-block-start: 0; background: #eee; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
code { font: .85em ui-monospace, monospace; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616; } thead th { background: #2b2b2b; } th, td { border-color: #8f8f8f; }
}
@media print { thead th { position: static; } body { max-width: none; } }
"""
CERTAINTIES = {"": "not marked", "low": "doubtful", "medium": "likely", "high": "certain"}


def write_page(table: str, name: str) -> str:
    """Return the page for a review table; *name* is the document's."""
    rows = [
        "<tr>"
        f'<th scope="row">{escape(row["form"])}</th>'
        f'<td class="number">{escape(row["mentions"])}</td>'
        f"<td>{escape(row['kind'])}</td>"
        f"<td>{'<br>'.join(f'<code>{escape(one)}</code>' for one in row['candidates'].split())}</td>"
        f"<td>{CERTAINTIES.get(row['cert'], escape(row['cert']))} ({escape(row['probability'])})</td>"
        f"<td>{context(row['context'], row['form'])} <small>line {escape(row['line'])}</small></td>"
        "</tr>"
        for _, row in read_table(table, name)
    ]
    heads = ("Form", "Mentions", "Kind", "Entries", "Certainty", "First mention")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    title = f"Names in {escape(name)}"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n'
        f"<h1>{title}</h1>\n<table>\n<caption>Open questions first. Decide in the table (TSV) and apply it.</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody>\n</table>\n</main>\n</body>\n</html>\n"
    )


def context(text: str, form: str) -> str:
    """Return a line of context with the form in it made strong."""
    before, found, after = text.partition(f"[{form}]")
    return f"{escape(before)}<strong>{escape(form)}</strong>{escape(after)}" if found else escape(text)
