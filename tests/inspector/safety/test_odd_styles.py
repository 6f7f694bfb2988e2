"""Styles and sheets as nobody writes them: read at once, whatever repeats in them."""

import pytest

from xunwang.inspector.safety.styles import Means, hiding_rules, means_of_style

_STEPS = "x" + " " * 50 + "{y:1}" + " " * 200


@pytest.mark.parametrize(
    "style",
    [
        "mask:linear-gradient(" + "transparent " * 3_000,
        "mask-image:linear-gradient(to " + " " * 3_000,
        "clip-path:path('" + "1" * 5_000,
    ],
)
def test_endless_values_hide_nothing(style: str) -> None:
    assert Means.TRANSPARENT not in means_of_style(style)


@pytest.mark.parametrize(
    "sheet", ["@keyframes a{" + _STEPS * 300, ("@keyframes a{x{y:1}" + " " * 60) * 1_000]
)
def test_animations_without_an_end_hide_nothing(sheet: str) -> None:
    assert hiding_rules([f"{sheet}}}.b{{animation:a 1s}}"]) == []
