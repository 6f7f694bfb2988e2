"""Styles and sheets as nobody writes them: read at once, whatever repeats in them."""

import pytest

from xunwang.inspector.safety.styles import Means, hiding_rules, means_of_style, without_properties

_STEPS = "x" + " " * 50 + "{y:1}" + " " * 200


@pytest.mark.parametrize(
    "style",
    [
        "mask:linear-gradient(" + "transparent " * 3_000,
        "mask-image:linear-gradient(to " + " " * 3_000,
        "clip-path:path('" + "1" * 5_000,
        "font:" + "1" * 100_000 + "x",
    ],
)
def test_endless_values_hide_nothing(style: str) -> None:
    assert Means.TRANSPARENT not in means_of_style(style)


@pytest.mark.parametrize(
    "sheet", ["@keyframes a{" + _STEPS * 300, ("@keyframes a{x{y:1}" + " " * 60) * 1_000]
)
def test_animations_without_an_end_hide_nothing(sheet: str) -> None:
    assert hiding_rules([f"{sheet}}}.b{{animation:a 1s}}"]) == []


def test_a_name_without_an_end_holds_no_value_up() -> None:
    assert without_properties(f"{'-' * 100_000} var(--a)").endswith("var(--a)")


@pytest.mark.parametrize(
    "extent", ["position:absolute;inset:0", "position:fixed;top:0;bottom:0", "flex:1", "padding-top:60%"]
)
def test_a_box_that_has_its_extent_from_elsewhere_is_not_without_one(extent: str) -> None:
    assert Means.TINY_BOX not in means_of_style(f"contain:strict;{extent}")
    assert Means.TINY_BOX in means_of_style("contain:strict;color:#333")
