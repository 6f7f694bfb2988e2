"""Charts in templates."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from xunwang.office.web import charts

register = template.Library()


@register.simple_tag
def bars(title: str, rows: Sequence[charts.Bar]) -> SafeString:
    return charts.bars(title, rows)


@register.simple_tag
def line(title: str, points: Sequence[charts.Point]) -> SafeString:
    return charts.line(title, points)
