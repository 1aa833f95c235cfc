"""The report as one page that stands alone: no script, no request, readable by ear and by keyboard, light and dark."""

from __future__ import annotations

import base64
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from lenin_tei.corpus.charts import draw_shares, draw_years

_HERE = Path(__file__).parent


def write_page(report: dict[str, Any], title: str, where: Callable[[str], str]) -> str:
    """Return the page; *where* gives the address of a document for a link."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    style = (_HERE / "report.css").read_text("utf-8")
    hashed = base64.b64encode(sha256(style.encode("utf-8")).digest()).decode()
    template = Environment(loader=FileSystemLoader(_HERE), autoescape=True).get_template("report.html")
    return template.render(
        report=report,
        title=title,
        where=where,
        style=Markup(style),
        style_hash=f"sha256-{hashed}",
        shares=Markup(draw_shares([(one["fact"], one["percent"]) for one in report["coverage"]])),
        years=Markup(draw_years([(one["label"], one["documents"]) for one in report["years"]])),
    )
