"""Words and marks of the pages."""

import re
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from xunwang.inspector import door
from xunwang.inspector.model import OutcomeKind, Verdict
from xunwang.office.accounts.models import Standing, StandingState
from xunwang.office.campaigns.models import OUTCOME_LABELS, VERDICT_LABELS, FindingState, When, Word
from xunwang.office.circulars.data import KIND_NAMES
from xunwang.office.circulars.notes import note_in_words, notes_in_words
from xunwang.office.orphans.models import Answer, Orphan
from xunwang.office.people.audit import DATA_WORDS
from xunwang.office.people.roles import Role
from xunwang.office.rectify.models import SETTLED, ItemState, Ticket, TicketState
from xunwang.office.registry.history import platform_name
from xunwang.office.registry.models import SITE_KIND_LABELS
from xunwang.office.reposts.models import TaskState
from xunwang.office.web.acting import kept_form
from xunwang.office.web.navigation import mark_of

register = template.Library()

_AFTER_SIGN = re.compile(r"(?<=[/.?=_-])(?=[^/.])")
OPEN_REASONS = ("待人工核实：", "未能检查：")

VALUE_WORDS: dict[str, str] = {
    **{str(kind.value): str(kind.label) for kinds in (When, Role, Word) for kind in kinds},
    **{verdict.value: label for verdict, label in VERDICT_LABELS.items()},
}
"""The words for codes that the trail keeps."""

_VERDICT_TONES = {Verdict.PASS: "good", Verdict.FAIL: "bad", Verdict.UNDECIDED: "open"}
_OUTCOME_TONES = {OutcomeKind.FOUND: "bad", OutcomeKind.UNCHECKED: "open", OutcomeKind.MET: "good"}
_STATE_TONES = {
    FindingState.COUNTS: "bad",
    FindingState.CONFIRMED: "bad",
    FindingState.WAITS: "open",
    FindingState.SECOND: "open",
    FindingState.MENDED: "good",
}


def tag(tone: str, words: str) -> SafeString:
    return format_html('<span class="tag tag-{}">{}</span>', tone, words)


@register.simple_tag(takes_context=True)
def refused_form(context: template.RequestContext) -> dict[str, Any] | None:
    """What was written in the form that was just refused."""
    return kept_form(context["request"])


@register.simple_tag
def asset(name: str) -> str:
    """The address of a style sheet or script, which changes with it."""
    return f"{static(name)}?v={mark_of(name)}"


@register.simple_tag(takes_context=True)
def turned(context: template.RequestContext, number: int, by: str = "") -> str:
    """The address of another part of a list, whose parameter is `by` where it is not called page."""
    query = context["request"].GET.copy()
    query[by or "page"] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("web/sort_head.html", takes_context=True)
def sort_head(context: template.RequestContext, name: str, label: str, tone: str = "") -> dict[str, Any]:
    """The head of a column by which a list can be sorted; a second click turns the order round."""
    query = context["request"].GET.copy()
    asked = query.get("sort", "")
    order = {name: "ascending", f"-{name}": "descending"}.get(asked, "")
    query["sort"] = f"-{name}" if order == "ascending" else name
    query.pop("page", None)
    return {"name": name, "label": label, "tone": tone, "order": order, "link": f"?{query.urlencode()}"}


@register.filter
def verdict(value: str) -> SafeString:
    """A verdict as a coloured word; nothing yet is a dash."""
    if not value:
        return tag("none", "—")
    return tag(_VERDICT_TONES[Verdict(value)], VERDICT_LABELS[Verdict(value)])


@register.filter
def outcome(value: str) -> SafeString:
    kind = OutcomeKind(value)
    return tag(_OUTCOME_TONES.get(kind, "none"), OUTCOME_LABELS[kind])


@register.filter
def state(value: str) -> SafeString:
    kind = FindingState(value)
    return tag(_STATE_TONES.get(kind, "none"), str(kind.label))


@register.filter
def ticket_state(ticket: Ticket) -> SafeString:
    tones = {TicketState.CLOSED: "good", TicketState.REOPENED: "bad", TicketState.ANSWERED: "info"}
    kind = TicketState(ticket.state)
    return tag(tones.get(kind, "open"), str(kind.label))


@register.filter
def item_state(value: str) -> SafeString:
    kind = ItemState(value)
    tone = "good" if kind in SETTLED else "bad" if kind is ItemState.STILL else "open"
    return tag(tone, str(kind.label))


@register.filter
def orphan_answer(orphan: Orphan) -> SafeString:
    tones = {Answer.LIVE: "bad", Answer.OTHER: "bad", Answer.GONE: "good"}
    kind = Answer(orphan.answer)
    return tag(tones.get(kind, "none"), str(kind.label))


@register.filter
def repost_state(value: str) -> SafeString:
    tones = {TaskState.DONE: "good", TaskState.LATE: "open", TaskState.MISSED: "bad"}
    kind = TaskState(value)
    return tag(tones.get(kind, "none"), str(kind.label))


@register.filter
def standing(row: Standing) -> SafeString:
    tones = {
        StandingState.ACTIVE: "good",
        StandingState.USABLE: "good",
        StandingState.SLOW: "open",
        StandingState.UNSEEN: "none",
    }
    kind = StandingState(row.state)
    return tag(tones.get(kind, "bad"), str(kind.label))


@register.filter
def platform(written: str, type_name: str) -> str:
    """The platform that the register names, as all pages call it."""
    return platform_name(written, type_name)


@register.filter
def took(minutes: int | None) -> str:
    """A time in words: 35分钟, 3小时20分, 2天3小时."""
    if minutes is None:
        return "—"
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    return f"{hours}小时{left}分" if hours else f"{left}分钟"


@register.filter
def plain(value: Decimal | None) -> str:
    """A decimal without the zeros that only the database added."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def address(value: str) -> SafeString:
    """An address to click on, which a narrow column breaks after its signs and not inside a word."""
    words = mark_safe(_AFTER_SIGN.sub("<wbr>", escape(door.shown_address(value))))  # noqa: S308  # escaped here
    if not value.startswith(("http://", "https://")):
        return words
    return format_html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', value, words)


@register.filter
def percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{value}%"


@register.filter
def note(value: str) -> str:
    """A note of a verdict in Chinese."""
    return note_in_words(value)


@register.filter
def notes(values: list[str] | None) -> list[str]:
    """The notes of a verdict in Chinese, those for one reason in one sentence; none before there is a verdict."""
    return notes_in_words(values or ())


@register.filter
def why_open(notes: list[str]) -> list[str]:
    """Of the notes of an undecided verdict those that say why; all of them when none does."""
    return [note for note in notes if note.startswith(OPEN_REASONS)] or notes


@register.filter
def site_kind(value: str | None) -> str:
    """The register's word for a kind of websites; "其他网站" where it knows none, as circulars say."""
    return next((label for kind, label in SITE_KIND_LABELS.items() if kind.value == value), KIND_NAMES[None])


@register.filter
def subject_kind(row: dict[str, str | None]) -> str:
    """What a subject of a campaign is: the kind of a website, the platform of an account."""
    written = row.get("platform") or ""
    platform = door.platform_named(written)
    return platform.name if platform else written or site_kind(row.get("site_kind"))


@register.filter
def named(words: dict[str, str], key: str) -> str:
    """What `words` calls the key; nothing when it has no name."""
    return words.get(key, "")


@register.filter
def told(data: dict[str, object]) -> str:
    """What an act of the trail says about itself."""
    return "；".join(
        f"{DATA_WORDS.get(name, name)}：{_value(value)}" for name, value in data.items() if value is not None
    )


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return VALUE_WORDS.get(str(value), str(value))
