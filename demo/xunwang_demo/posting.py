"""What the accounts of 示例市 published until the night after its monitoring point, as units hand it in.

Subscription accounts stand in one list, microblogs and short videos in answers that were saved on their pages.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from xunwang_demo.model import Account, City
from xunwang_demo.newmedia import SUBJECTS, ZONE, MediaAccount, Post

TAKEN = datetime(2026, 4, 1, 0, 1, tzinfo=ZONE)
"""When all of it was exported and saved: on the day on which the office of the demo lives, and before any hour of it."""
SINCE = date(2025, 10, 1)
ACTIVE, SILENT, ZOMBIE, UNSEEN = "active", "silent", "zombie", "unseen"
_WAYS = {"微信公众号": "table", "新浪微博": "weibo", "抖音": "douyin"}
_FAULTS = {4: ZOMBIE, 6: SILENT, 11: UNSEEN, 13: SILENT}
"""Accounts by their place in the register; of the one that is not seen nothing is handed in."""
_RENAMED = 8
_SILENT_FOR = {ACTIVE: 1, SILENT: 19, ZOMBIE: 110}
"""The days before `TAKEN` on which the newest post came out."""
_EVERY, _LONGEST = 5, 170


def of(city: City) -> tuple[MediaAccount, ...]:
    """What the city's accounts show; those without a post show nothing at all."""
    dice = random.Random(city.seed)
    return tuple(_account(dice, one, number) for number, one in enumerate(city.accounts))


def states(city: City) -> Mapping[str, str]:
    """Handle -> how the account stands at `TAKEN`."""
    return MappingProxyType(
        {one.handle: _FAULTS.get(number, ACTIVE) for number, one in enumerate(city.accounts)}
    )


def _account(dice: random.Random, one: Account, number: int) -> MediaAccount:
    state = _FAULTS.get(number, ACTIVE)
    return MediaAccount(
        name=one.name,
        platform=one.platform,
        kind=one.kind,
        handle=one.handle,
        organiser=one.organiser,
        way=_WAYS[one.platform],
        posts=() if state == UNSEEN else _posts(dice, _SILENT_FOR[state]),
        shown=f"{one.name}厅" if number == _RENAMED else one.name,
        body=one.organiser,
        taken=TAKEN,
        linked=False,  # what is invented must not lead to anybody's page
    )


def _posts(dice: random.Random, silent: int) -> tuple[Post, ...]:
    """Newest first, one every few days back to half a year."""
    ages = [silent]
    while ages[-1] < _LONGEST:
        ages.append(ages[-1] + dice.randrange(1, _EVERY))
    days = [TAKEN.date() - timedelta(days=age) for age in ages]
    return tuple(
        Post(
            f"{dice.choice(SUBJECTS)}（{day.month}月{day.day}日）",
            datetime.combine(day, time(dice.randrange(8, 18), dice.randrange(60)), ZONE),
        )
        for day in days
    )
