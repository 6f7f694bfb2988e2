"""Births, deaths and the natural growth between them."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_VITAL = late(
    r"出生(?:人口|人数)?(?:为|共)?(?P<births>\d[\d,]*(?:\.\d+)?)(?P<births_scale>万?)人[^。；\d]{0,8}(?:\d[^。；\d]{0,12}){0,3}?死亡(?:人口|人数)?(?:为|共)?(?P<deaths>\d[\d,]*(?:\.\d+)?)(?P<deaths_scale>万?)人"
    r"(?:[^。；]{0,40}?自然增长(?:率)?(?:为|是)?\s?(?P<rate>[-－−—]?|负)\d+(?:\.\d+)?‰)?"
)
VITAL_TRIGGERS = ("出生",)
_TEN_THOUSAND = 10_000
_MANY = 100  # times that births and deaths of one place never differ by


def not_so_born(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Births and deaths of which one is told in ten thousands by mistake, and a growth of the other sign."""
    for match in _VITAL.finditer(line) if "死亡" in line else ():
        births, deaths = _value(match, "births"), _value(match, "deaths")
        if births and deaths and not Decimal(1) / _MANY < births / deaths < _MANY:
            wrong = "births" if births > deaths else "deaths"
            yield Hit(
                match.start(wrong),
                match.end(f"{wrong}_scale") + 1,
                (),
                "出生人口与死亡人口相差过大，单位可能不对",
            )
            births, deaths = _digits(match, "births"), _digits(match, "deaths")
        if match["rate"] is not None and births != deaths and (births < deaths) != bool(match["rate"]):
            how = "少于" if births < deaths else "多于"
            yield Hit(match.end("rate"), match.end(), (), f"出生人口{how}死亡人口，自然增长率的正负与此不符")


def _value(match: re.Match[str], name: str) -> Decimal:
    return _digits(match, name) * (_TEN_THOUSAND if match[f"{name}_scale"] else 1)


def _digits(match: re.Match[str], name: str) -> Decimal:
    return Decimal(match[name].replace(",", ""))
