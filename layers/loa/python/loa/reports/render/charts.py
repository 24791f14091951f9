"""Charts as SVG: one drawing for pages, Word and PDF; dark on white, so that a copier keeps it.

Whatever a label says is escaped; figures stand beside what is drawn, and in a table of the report, too.
"""

from collections.abc import Iterator
from math import cos, radians, sqrt
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from loa.reports.tables.model import Chart, ChartKind
from loa.reports.tables.shown import dotted

WIDTH: Final = 640
_DARK, _LIGHT, _GREY, _INK = "#1b3c78", "#dfe5ef", "#82766a", "#1f1b16"
_ROW: Final = 44
_LABELS: Final = 7
"""Points of a line that have room for words."""
_HALF_A_LABEL: Final = 34.0
_COLUMN_HEIGHT: Final = 200
_MAP_MARGIN: Final = 26
_LARGEST: Final = 13.0
_LEAST: Final = 2.2
_APART, _LINE = 150, 30
_LABELLED: Final = 4
"""Places that a map names: those with the largest figures."""


def svg(chart: Chart, *, face: str = "inherit") -> str:
    """Return a chart as the source of an SVG.

    Args:
        chart: what is drawn.
        face: the letters.
    """
    match chart.kind:
        case ChartKind.BARS:
            height, parts = _bars(chart)
        case ChartKind.LINE:
            height, parts = _line(chart)
        case ChartKind.MAP:
            height, parts = _map(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" font-family="{escape(face)}" font-size="16" fill="{_INK}"'
        f" aria-label={quoteattr(told(chart))}>{''.join(parts)}</svg>"
    )


def told(chart: Chart) -> str:
    """What a chart shows, for who does not see it: its title and its largest figures."""
    pairs = sorted(zip(chart.labels, chart.values, strict=True), key=lambda pair: -pair[1])
    if chart.kind is ChartKind.LINE:
        pairs = list(zip(chart.labels, chart.values, strict=True))
    first = ", ".join(f"{label} {dotted(value)}" for label, value in pairs[:12])
    return f"{chart.title}: {first}"


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'


def _bars(chart: Chart) -> tuple[int, Iterator[str]]:
    most = max(chart.values, default=0) or 1

    def parts() -> Iterator[str]:
        for place, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True)):
            top = place * _ROW
            yield _text(0, top + 17, label)
            yield _text(WIDTH, top + 17, dotted(value), ' text-anchor="end" font-weight="bold"')
            yield f'<rect y="{top + 24}" width="{WIDTH}" height="13" fill="{_LIGHT}"/>'
            yield f'<rect y="{top + 24}" width="{WIDTH * value / most:.1f}" height="13" fill="{_DARK}"/>'

    return max(1, len(chart.values)) * _ROW, parts()


def _line(chart: Chart) -> tuple[int, Iterator[str]]:
    most, count = max(chart.values, default=0) or 1, max(1, len(chart.values))
    step = WIDTH / count
    floor = 40 + _COLUMN_HEIGHT
    places = [
        (step * (place + 0.5), floor - _COLUMN_HEIGHT * value / most)
        for place, value in enumerate(chart.values)
    ]

    def parts() -> Iterator[str]:
        yield f'<path d="M0 {floor}H{WIDTH}" stroke="{_GREY}" stroke-width="1.5"/>'
        path = " ".join(f"{'L' if number else 'M'}{x:.1f} {y:.1f}" for number, (x, y) in enumerate(places))
        yield f'<path d="{path}" fill="none" stroke="{_DARK}" stroke-width="3"/>'
        said = -(-count // _LABELS)
        for number, ((x, y), label, value) in enumerate(
            zip(places, chart.labels, chart.values, strict=True), 1
        ):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_DARK}"/>'
            if (count - number) % said:  # the last is always said; all of them stand in the table
                continue
            inside = min(max(x, _HALF_A_LABEL), WIDTH - _HALF_A_LABEL)
            yield _text(inside, y - 12, dotted(value), ' text-anchor="middle" font-weight="bold"')
            yield _text(inside, floor + 22, label, ' text-anchor="middle"')

    return floor + 34, parts()


def _map(chart: Chart) -> tuple[int, Iterator[str]]:
    south, north = min(x for x, _ in chart.points), max(x for x, _ in chart.points)
    west, east = min(y for _, y in chart.points), max(y for _, y in chart.points)
    shrunk = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * _MAP_MARGIN) / max((east - west) * shrunk, 0.2)
    height = round((north - south) * scale) + 2 * _MAP_MARGIN
    most = max(chart.values, default=0) or 1
    drawn = sorted(zip(chart.points, chart.labels, chart.values, strict=True), key=lambda one: -one[2])

    def place(point: tuple[float, float]) -> tuple[float, float]:
        latitude, longitude = point
        return _MAP_MARGIN + (longitude - west) * shrunk * scale, _MAP_MARGIN + (north - latitude) * scale

    def parts() -> Iterator[str]:
        for point, _, value in drawn:
            x, y = place(point)
            radius = _LEAST + (_LARGEST - _LEAST) * sqrt(value / most) if value else 3.5
            look = (
                f'fill="{_DARK}" fill-opacity="0.72" stroke="#ffffff" stroke-width="1"'
                if value
                else f'fill="#ffffff" stroke="{_DARK}" stroke-width="1.5"'
            )
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}/>'
        taken: list[tuple[float, float]] = []
        for point, label, value in drawn:
            x, y = place(point)
            if (
                value
                and len(taken) < _LABELLED
                and all(abs(x - a) > _APART or abs(y - b) > _LINE for a, b in taken)
            ):
                taken.append((x, y))
                radius = _LEAST + (_LARGEST - _LEAST) * sqrt(value / most)
                left = x > WIDTH * 0.7
                side = x - radius - 4 if left else x + radius + 4
                anchor = ' text-anchor="end"' if left else ""
                halo = ' stroke="#ffffff" stroke-width="5" stroke-linejoin="round"'
                for more in (halo, ""):
                    yield _text(side, y + 5, f"{label} {dotted(value)}", f' font-size="15"{anchor}{more}')

    return height, parts()
