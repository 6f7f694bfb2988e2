"""The quick tag and filter of all templates say what Django's own say."""

import datetime as dt
import uuid

import pytest
from django.template import Context, Template, defaultfilters
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from hypothesis import given
from hypothesis import strategies as st

from xunwang.inspector.model import SHANGHAI
from xunwang.office.web.links import address_of
from xunwang.office.web.templatetags import quick

STAND_INS = {IntConverter: 7, UUIDConverter: uuid.UUID(int=5)}


def views():
    """Every page of the office that has a name, with arguments that fit it."""
    for pattern in get_resolver().url_patterns:
        if getattr(pattern, "name", None):
            ways = pattern.pattern.converters.values()
            yield pattern.name, [STAND_INS.get(type(way), "name") for way in ways]


def test_every_page_has_the_address_that_django_gives_it():
    asked = list(views())
    assert len(asked) > 150
    assert {name: address_of(name, *args) for name, args in asked} == {
        name: reverse(name, args=args) for name, args in asked
    }


@given(st.integers(0, 10**18), st.integers(0, 10**18))
def test_numbers_stand_in_an_address_as_they_are(first, second):
    assert address_of("subject", first, second) == reverse("subject", args=[first, second])


@pytest.mark.parametrize("args", [(-1,), (), ("no number",), (7, 7), (None,)])
def test_what_fits_no_address_is_refused_as_django_refuses_it(args):
    with pytest.raises(NoReverseMatch):
        address_of("campaign", *args)
    with pytest.raises(NoReverseMatch):
        reverse("campaign", args=args)


def test_templates_take_names_as_well():
    template = Template(
        "{% url 'campaign' 7 %} {% url 'campaign' key=7 %} {% url 'campaign' nothing as no %}[{{ no }}]"
    )
    assert template.render(Context()) == "/campaigns/7/ /campaigns/7/ []"
    named = Template("{% url 'unit_act' 7 act %}").render(Context({"act": "move"}))
    assert named == reverse("unit_act", args=[7, "move"])


TIMES = st.one_of(
    st.datetimes(), st.datetimes(timezones=st.just(SHANGHAI)), st.none(), st.just(""), st.text()
)


@given(st.one_of(TIMES, st.dates()), st.sampled_from(["Y-m-d", "Y年n月j日", None]))
def test_dates_are_written_as_django_writes_them(value, form):
    assert quick.date(value, form) == defaultfilters.date(value, form)


@given(TIMES, st.sampled_from(["Y-m-d H:i", "m-d H:i"]))
def test_times_are_written_as_django_writes_them(value, form):
    assert quick.date(value, form) == defaultfilters.date(value, form)


def test_times_are_those_of_the_office():
    at = dt.datetime(2026, 1, 1, 20, tzinfo=dt.UTC)
    shown = Template('{{ at|date:"Y-m-d H:i" }} {{ at|date:"Y-m-d" }}').render(Context({"at": at}))
    assert shown == "2026-01-02 04:00 2026-01-02"
