"""The second look at a site for its safety, once its crawl is over and before its run is closed."""

import datetime as dt
import logging
import os
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from msgspec import structs

from xunwang.inspector.door.tools import Tools
from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.fetch.robots import RobotsStance
from xunwang.inspector.fetch.urls import without_fragment
from xunwang.inspector.model import LinkFact, PageRow, Reach, Record, SafetyFact, SafetyKind
from xunwang.inspector.safety.opinion import OpinionSettings, second_opinion
from xunwang.inspector.safety.outside import domains_of
from xunwang.inspector.safety.second_look import SecondLook, Site
from xunwang.inspector.safety.sheets import Carriers
from xunwang.inspector.safety.siblings import Lone, Siblings
from xunwang.inspector.survey import NotedRun

Held = TypeVar("Held")
_KEY = "XUNWANG_OPINION_KEY"  # the key of the model server stands in no run
_log = logging.getLogger(__name__)


class Rulings(Record, frozen=True):
    """What a model server said of suspicions, by kind and place; empty where nobody was asked."""

    dropped: frozenset[tuple[SafetyKind, str]] = frozenset()
    confirmed: frozenset[tuple[SafetyKind, str]] = frozenset()

    def applied(self, facts: Iterable[Held]) -> Iterator[Held]:
        """The facts without the suspicions that were dropped; other facts pass as they are."""
        for fact in facts:
            if not isinstance(fact, SafetyFact):
                yield fact
            elif (fact.sign.kind, fact.sign.place) in self.confirmed:
                sign = structs.replace(fact.sign, sure=True, why=f"{fact.sign.why}；模型复核认为属实")
                yield structs.replace(fact, sign=sign)
            elif (fact.sign.kind, fact.sign.place) not in self.dropped:
                yield fact


def is_domain(text: str) -> bool:
    """Whether a line of a list of lost domains names one, as `lost_domains` of the settings takes it."""
    return any("." in domain for domain in domains_of([text]))


async def opinions_on(writer: RunWriter, again: Iterable[SafetyFact]) -> Rulings:
    """What the configured model server says of the suspicions that are not sure; nothing is asked where none is configured."""
    kept: dict[str, Any] = dict(writer.opening.settings)
    if not kept.get("opinion_server"):
        return Rulings()
    settings = OpinionSettings(
        address=kept["opinion_server"], model=kept.get("opinion_model") or "default", key=os.environ.get(_KEY)
    )
    found = {(sign.kind, sign.place): sign for row in writer.rows() for sign in row.page.signs}
    found |= {(fact.sign.kind, fact.sign.place): fact.sign for fact in again}
    ruled = await second_opinion(found.values(), settings, tell=_log.warning)
    left = {(sign.kind, sign.place): sign for sign in ruled}
    return Rulings(
        dropped=frozenset(found.keys() - left.keys()),
        confirmed=frozenset(place for place, sign in left.items() if sign.sure and not found[place].sure),
    )


async def look_again(
    writer: NotedRun, links: Iterable[LinkFact], tools: Tools, since: Run | None
) -> list[SafetyFact]:
    """What other visitors, other places, attachments and the last good copy tell; nothing of a site whose home page was not read."""
    kept: dict[str, Any] = dict(writer.opening.settings)
    home = next(iter(writer.rows()), None)
    if (
        not kept.get("second_look")
        or home is None
        or home.attempt.reach is not Reach.OK
        or tools.stop.is_set()
    ):
        return []
    site = Site(
        subject=writer.opening.subject,
        home=without_fragment(home.attempt.final_url or home.page.url),
        today=dt.date.fromisoformat(kept["reading_day"]),
        robots=RobotsStance(policy=kept.get("robots", "obey"), authorised=kept.get("robots_authorised")),
        lost=domains_of(kept.get("lost_domains", ())),
    )
    look = SecondLook(site, writer, tools.client, tools.documents, tools.stop.is_set)
    carriers, lone = _met(writer)
    return await look.facts(writer.lazy_rows(), links, since, carriers=carriers, lone=lone)


def _met(writer: NotedRun) -> tuple[list[PageRow], list[Lone]]:
    """What was met while this process walked the site; of a continued run, whose home page another one met, all of it again."""
    carriers, siblings = writer.carriers, writer.siblings
    if not carriers.begun:
        carriers, siblings = Carriers(), Siblings()
        for row in writer.rows():
            carriers.take(row)
            siblings.take(row)
    return carriers.chosen, siblings.lone()
