"""Django's own tag `url` and filter `date`, the same to the letter and several times quicker, for all templates (see `builtins` in the settings)."""

import datetime as dt
from typing import Any

from django import template
from django.template import defaultfilters, defaulttags
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape

from xunwang.office.web.links import address_of

register = template.Library()


class Link(defaulttags.URLNode):
    """`{% url 'view' argument … %}` without names."""

    def render(self, context: Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        address = address_of(self.view_name.resolve(context), *args)
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> defaulttags.URLNode:
    node = defaulttags.url(parser, token)
    return node if node.kwargs or node.asvar else Link(node.view_name, node.args, {}, None)


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    if form == "Y-m-d" and isinstance(value, dt.date):
        return value.isoformat()[:10]
    if form == "Y-m-d H:i" and isinstance(value, dt.datetime):
        return value.isoformat(" ")[:16]
    return defaultfilters.date(value, form)
