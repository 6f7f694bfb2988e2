"""Charts: what they say, as a table for everybody and as numbers for the script that draws them (static/web/charts.js)."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from xunwang.inspector.model import Record


class Shape(StrEnum):
    BARS = "bars"
    LINE = "line"


class Tone(StrEnum):
    """What a colour means, in every chart the same; what the colours are, the style sheet says."""

    PLAIN = "plain"
    GOOD = "good"
    OPEN = "open"
    BAD = "bad"


class Item(Record, frozen=True):
    """One bar or point: `value` is drawn and None where there is nothing to tell, `shown` is what people read, `link` is where its rows are.

    `label` stands in the drawing, `name` in the table, where there is room.
    """

    label: str
    value: Decimal | int | None
    shown: str
    link: str
    tone: Tone = Tone.PLAIN
    name: str = ""


class Chart(Record, frozen=True):
    """`key` is its name in the page; `what` heads the first column of its table, `unit` the second; `most` is the end of the scale."""

    key: str
    title: str
    shape: Shape
    what: str
    unit: str
    items: tuple[Item, ...]
    most: int | None = None
    hint: str = ""

    @property
    def drawing(self) -> dict[str, Any]:
        """What the script needs."""
        return {
            "shape": self.shape,
            "most": self.most,
            "items": [
                {
                    "label": one.label,
                    "name": one.name or one.label,
                    "value": None if one.value is None else float(one.value),
                    "shown": one.shown,
                    "link": one.link,
                    "tone": one.tone,
                }
                for one in self.items
            ],
        }
