"""Charts as SVG made here: they print, need no script and work in old browsers. Colours come from the style sheet."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xunwang.inspector.model import Record

WIDTH, HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 16, 34
_BAR, _GAP, _LABEL = 18, 10, 190
_WIDE, _NARROW, _BEHIND = (
    12,
    8,
    16,
)  # of the figures behind a bar: a Chinese sign, any other, and the air around them
_LABEL_CHARACTERS = 13


class Bar(Record, frozen=True):
    """One bar: `value` sets its length, `shown` stands behind it, `link` is where its rows are; `tone` good, bad or open."""

    label: str
    value: Decimal | int
    shown: str
    link: str = ""
    tone: str = ""


class Point(Record, frozen=True):
    """One point of a line: `value` in percent, None where there is nothing to tell."""

    label: str
    value: Decimal | None
    link: str = ""
    title: str = ""


def bars(title: str, rows: Sequence[Bar]) -> SafeString:
    """Horizontal bars, the longest as wide as the room allows."""
    most = max((row.value for row in rows), default=0) or 1
    height = len(rows) * (_BAR + _GAP) + _GAP
    room = WIDTH - _LABEL - max((_width(row.shown) for row in rows), default=0) - _BEHIND
    drawn = format_html_join("", "{}", ((_bar(row, number, most, room),) for number, row in enumerate(rows)))
    return _svg(title, height, drawn)


def _width(words: str) -> int:
    """How much room figures take at most: fonts differ, so it is counted high."""
    return sum(_WIDE if sign > "\u2000" else _NARROW for sign in words)


def _bar(row: Bar, number: int, most: Decimal | int, room: int) -> SafeString:
    top = _GAP + number * (_BAR + _GAP)
    length = max(2, round(room * float(row.value) / float(most))) if row.value else 0
    drawn = format_html(
        '<title>{}：{}</title><text x="{}" y="{}" class="chart-label" text-anchor="end">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="{}" class="chart-bar {}"/><text x="{}" y="{}" class="chart-value">{}</text>',
        row.label, row.shown, _LABEL - 8, top + 14, _short(row.label), _LABEL, top, length, _BAR, _tone(row.tone),
        _LABEL + length + 6, top + 14, row.shown,
    )  # fmt: skip
    return _linked(drawn, row.link)


def line(title: str, points: Sequence[Point]) -> SafeString:
    """A line over time from 0 to 100 %; points without a value leave a gap."""
    places = [(_x(number, len(points)), point) for number, point in enumerate(points)]
    grid = format_html_join("", "{}", ((_level(level),) for level in (0, 25, 50, 75, 100)))
    strokes = format_html_join(
        "",
        '<polyline points="{}" class="chart-line"/>',
        ((" ".join(f"{x},{_y(v)}" for x, v in run),) for run in _runs(places) if len(run) > 1),
    )
    marks = format_html_join("", "{}", ((_mark(x, point),) for x, point in places))
    return _svg(title, HEIGHT, grid + strokes + marks)


def _runs(places: Sequence[tuple[int, Point]]) -> list[list[tuple[int, Decimal]]]:
    runs: list[list[tuple[int, Decimal]]] = [[]]
    for x, point in places:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((x, point.value))
    return runs


def _mark(x: int, point: Point) -> SafeString:
    label = format_html(
        '<text x="{}" y="{}" class="chart-label" text-anchor="middle">{}</text>', x, HEIGHT - 12, point.label
    )
    if point.value is None:
        return label
    y = _y(point.value)
    drawn = format_html(
        '<title>{}</title><circle cx="{}" cy="{}" r="5" class="chart-point"/>'
        '<text x="{}" y="{}" class="chart-value" text-anchor="middle">{}%</text>',
        point.title or point.label, x, y, x, y - 9 if y > _TOP + 12 else y + 20, point.value,
    )  # fmt: skip
    return label + _linked(drawn, point.link)


def _level(level: int) -> SafeString:
    y = _y(Decimal(level))
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" class="chart-grid"/><text x="{}" y="{}" class="chart-axis" text-anchor="end">{}</text>',
        _LEFT, y, WIDTH - _RIGHT, y, _LEFT - 6, y + 4, level,
    )  # fmt: skip


def _x(number: int, count: int) -> int:
    room = WIDTH - _LEFT - _RIGHT - 60
    return _LEFT + 30 + (room // 2 if count == 1 else room * number // (count - 1))


def _y(value: Decimal) -> int:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * float(value) / 100)


def _svg(title: str, height: int, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="group" aria-label="{}" xmlns="http://www.w3.org/2000/svg">{}</svg>',
        WIDTH, height, title, drawn,
    )  # fmt: skip


def _linked(drawn: SafeString, link: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', link, drawn) if link else format_html("<g>{}</g>", drawn)


def _tone(tone: str) -> str:
    return f"chart-{tone}" if tone else ""


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_CHARACTERS else f"{label[: _LABEL_CHARACTERS - 1]}…"
