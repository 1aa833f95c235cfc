"""Charts as SVG for a page that allows no script and no style attribute.

leather draws them (MIT, no dependencies): its SVG has presentation attributes only, which the page's style sheet
overrules for light and dark. pygal and matplotlib write style elements and scripts or metadata into their SVG. Without
leather there are no charts; the tables beside them say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

MOST = 40


def has_charts() -> bool:
    """Tell whether leather is there."""
    return find_spec("leather") is not None


def draw_years(years: Sequence[tuple[str, int]]) -> str:
    """Return columns for years, for decades where there are more than fit; "" for too few to draw."""
    counted = [(int(label), number) for label, number in years if label.isdigit()]
    if len(counted) < 2 or not has_charts():
        return ""
    first, last = counted[0][0], counted[-1][0]
    step = next(step for step in (1, 10, 100, 1000) if (last - first) // step < MOST)
    sums = dict.fromkeys(range(first // step * step, last + 1, step), 0)
    for year, number in counted:
        sums[year // step * step] += number
    every = max(1, len(sums) // 12)
    chart = import_module("leather").Chart()
    chart.add_columns([(str(year), number) for year, number in sums.items()])
    labels = [str(year) for place, year in enumerate(sums) if place % every == 0]
    return _for_page(chart.to_svg(width=880, height=300), keep=labels)


def draw_shares(shares: Sequence[tuple[str, float]]) -> str:
    """Return bars from 0 to 100, the first at the top."""
    if not shares or not has_charts():
        return ""
    chart = import_module("leather").Chart()
    chart.add_x_scale(0, 100)
    chart.add_bars([(value, label) for label, value in shares])
    return _for_page(chart.to_svg(width=880, height=60 + 34 * len(shares)))


def _for_page(svg: str, keep: Sequence[str] | None = None) -> str:
    """Return an SVG that grows with the page and is passed over by screen readers: the table says the same.

    Of the labels of years only *keep* stay, so that they do not run into each other.
    """
    svg = re.sub(r'<svg width="(\d+)" height="(\d+)"', r'<svg viewBox="0 0 \1 \2" aria-hidden="true"', svg, count=1)
    svg = re.sub(r' font-family="[^"]*"', "", svg)
    if keep is not None:
        kept = set(keep)
        svg = re.sub(
            r"(<text [^>]*>)(\d{3,})(</text>)",
            lambda one: one[0] if one[2] in kept or 'anchor="end"' in one[1] else "",
            svg,
        )
    return svg
