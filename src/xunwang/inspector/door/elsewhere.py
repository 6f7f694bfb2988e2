"""Columns of a site that lie in other systems: their pages read before its run is closed, and read again from its archive."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from xunwang.inspector.closer import Elsewhere, OtherSystems, reading_there
from xunwang.inspector.door.tools import Tools
from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.fetch.robots import Robots, RobotsStance
from xunwang.inspector.fetch.urls import key_of, without_fragment
from xunwang.inspector.model import LinkFact, OtherSystemFact, Page
from xunwang.inspector.survey import NotedRun
from xunwang.inspector.survey.elsewhere import columns_elsewhere
from xunwang.inspector.survey.framed import home_of
from xunwang.inspector.survey.notes import Basis

_RENDERED = {"content-type": "text/html; charset=utf-8"}


async def read_elsewhere(
    writer: NotedRun, links: Iterable[LinkFact], tools: Tools, day: dt.date
) -> list[Elsewhere]:
    """The pages of other systems that the navigation calls columns; hosts that were found to belong to the site were walked with it."""
    subject = writer.opening.subject
    whole = home_of(subject, writer.rows)
    home = whole.row if whole else None
    urls = columns_elsewhere(Basis(subject, home))
    if home is None or not urls or tools.stop.is_set():
        return []
    kept: dict[str, Any] = dict(writer.opening.settings)
    wanted = {key_of(url) for url in urls}
    walked = {link.key for link in links if link.internal and link.key in wanted}
    robots = Robots(
        tools.client,
        RobotsStance(policy=kept.get("robots", "obey"), authorised=kept.get("robots_authorised")),
    )
    reader = OtherSystems(
        writer, tools.client, robots, tools.browser, parent=home.page.url, today=day, clock=tools.clock, stopped=tools.stop.is_set,
    )  # fmt: skip
    return await reader.columns([url for url in urls if key_of(url) not in walked])


def archived_elsewhere(run: Run, day: dt.date) -> list[Elsewhere]:
    """The same pages as the archive of a run holds them, read with today's reader."""
    facts = [fact for fact in run.each_fact() if isinstance(fact, OtherSystemFact)]
    return [
        Elsewhere(fact, _archived(run, fact, day) or Page(url=fact.url, status=fact.attempt.status))
        for fact in facts
    ]


def _archived(run: Run, fact: OtherSystemFact, day: dt.date) -> Page | None:
    if fact.evidence is None or fact.attempt.status is None:
        return None
    url = without_fragment(fact.attempt.final_url or fact.url)
    reading = reading_there(fact.url, day)
    with suppress(RunError):
        html = run.rendered(fact.evidence) if fact.rendered else None
        if html:
            return reading.page(html, url, 200, _RENDERED, late=fact.late)
        answer = run.response(fact.evidence)
        return reading.page(answer.body, url, answer.status, answer.headers)
    return None
