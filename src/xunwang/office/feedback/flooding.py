"""How much the pages for everybody take from one household, and from all the world."""

import datetime as dt
import ipaddress
from enum import StrEnum

from django.http import HttpRequest

from xunwang.office.errors import OfficeError
from xunwang.office.feedback.captcha import GOOD_FOR, Ticket
from xunwang.office.limits.taking import TooOftenError, spent, take, visitor

_HOUR = dt.timedelta(hours=1)


class Doing(StrEnum):
    SENT = "report"
    SENT_IN_WORDS = "report in words"
    WRONG = "wrong answer"
    LOOKED = "look-up"


_MOST_AN_HOUR = {Doing.SENT: 5, Doing.SENT_IN_WORDS: 3, Doing.WRONG: 20, Doing.LOOKED: 60}
_MOST_OF_ALL = 200
"""Reports an hour from everywhere: what is more is no public but a flood."""


def household(request: HttpRequest) -> str:
    """Where the request comes from; a household has a whole /64 of IPv6."""
    told = visitor(request)
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    return str(ipaddress.ip_network(f"{address}/{64 if address.version == 6 else 32}", strict=False))


def count(place: str, doing: Doing) -> None:
    """Raises OfficeError when the household did so too often within the hour, or the whole world reports too much."""
    try:
        take(f"public {doing}", place, _MOST_AN_HOUR[doing], _HOUR)
    except TooOftenError:
        raise OfficeError("操作过于频繁，请一小时后再试。") from None
    if doing in {Doing.SENT, Doing.SENT_IN_WORDS}:
        try:
            take("public reports", "all", _MOST_OF_ALL, _HOUR)
        except TooOftenError:
            raise OfficeError("当前提交的人太多，请一小时后再试。") from None


def refuse_guessing(place: str) -> None:
    """Raises OfficeError after too many wrong answers."""
    if spent(f"public {Doing.WRONG}", place, _MOST_AN_HOUR[Doing.WRONG], _HOUR):
        raise OfficeError("验证题答错次数过多，请一小时后再试。")


def use_up(ticket: Ticket) -> bool:
    """False when the ticket had its answer already."""
    try:
        take("public question", ticket.mark, 1, GOOD_FOR)
    except TooOftenError:
        return False
    return True
