"""The colours of charts tell apart what they mean, for people who see no red or no green as well, and stand out from their ground."""

import itertools
import re
from pathlib import Path

import pytest

from xunwang.office import web
from xunwang.office.web.charts import Tone

STYLE = (Path(web.__file__).parent / "static/web/office.css").read_text("utf-8")
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    # Machado, Oliveira, Fernandes 2009, severity 1
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def linear(colour):
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]


def turned(by, values):
    return [sum(factor * one for factor, one in zip(row, values, strict=True)) for row in by]


def lab(light):
    x, y, z = (
        one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116
        for one in (max(0.0, value) / white for value, white in zip(turned(XYZ, light), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def contrast(one, other):
    lower, higher = sorted(turned(XYZ, linear(colour))[1] for colour in (one, other))
    return (higher + 0.05) / (lower + 0.05)


def colours(place):
    rules = re.search(re.escape(place) + r" \{(.*?)\}", STYLE, re.DOTALL)[1]
    named = dict(re.findall(r"--([\w-]+): (#\w+)", rules))
    ground = named["paper"]
    return {tone: named[f"chart-{tone}"] for tone in Tone}, ground if len(ground) == 7 else "#ffffff"


@pytest.mark.parametrize("place", [":root", ".screen"])
def test_what_colours_mean_is_told_apart_by_everybody(place):
    named, ground = colours(place)

    for tone, colour in named.items():
        assert contrast(colour, ground) >= 3, tone  # WCAG 1.4.11
    for eyes, by in EYES.items():
        for one, other in itertools.combinations(named, 2):
            seen = [lab(turned(by, linear(named[tone]))) for tone in (one, other)]
            apart = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
            assert apart > 25, f"{one} and {other} look alike to eyes that see {eyes}"
