"""Corrections of columns on their way into runs and out of them: kept with the settings of a run, applied when it is surveyed."""

from collections.abc import Iterable, Sequence

import msgspec

from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Evidence, PageFact, Subject
from xunwang.inspector.pins import Pin
from xunwang.inspector.survey.pinning import PinnedPage

SETTING = "pins"
_HTML = {"content-type": "text/html; charset=utf-8"}


def of_site(pins: Iterable[Pin], subject: Subject) -> tuple[Pin, ...]:
    """The corrections that concern one site."""
    return tuple(pin for pin in pins if pin.concerns(subject.home))


def kept(pins: Iterable[Pin]) -> list[str]:
    """Corrections as a run keeps them among its settings."""
    return [msgspec.json.encode(pin).decode() for pin in pins]


def pins_of(settings: object) -> tuple[Pin, ...]:
    """The corrections that a run was made under, from its setting of that name."""
    if not isinstance(settings, list):
        return ()
    return tuple(msgspec.json.decode(text, type=Pin) for text in settings if isinstance(text, str))


def archived_pages(run: Run, pins: Sequence[Pin]) -> dict[str, PinnedPage]:
    """The pinned pages that a run holds, by the key of their address."""
    wanted = {key_of(pin.url) for pin in pins if pin.items}
    found: dict[str, PinnedPage] = {}
    for fact in run.each_fact() if wanted else ():
        if isinstance(fact, PageFact) and fact.key in wanted and fact.evidence is not None:
            in_full = fact.rendered and "late" not in fact.script_filled
            page = _page(run, fact.evidence, rendered=in_full)
            if page is not None:
                found[fact.key] = page
    return found


def _page(run: Run, evidence: Evidence, *, rendered: bool) -> PinnedPage | None:
    try:
        answer = run.response(evidence)
        html = run.rendered(evidence) if rendered else None
    except RunError:
        return None
    body, headers = (html, _HTML) if html is not None else (answer.body, answer.headers)
    return PinnedPage(body=body, headers=headers, evidence=evidence)
