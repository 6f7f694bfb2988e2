"""What the writer of a reply is told before it goes out: set phrases, days out of order, errors of language. Nothing is refused."""

import datetime as dt

from xunwang.office.feedback.hints import hints
from xunwang.office.people.models import Unit
from xunwang.office.proofing.service import proofread


def doubts(reply: str, unit: Unit, received: dt.date, today: dt.date) -> list[str]:
    """One sentence a doubt."""
    if not reply.strip():
        return []
    marks = proofread(reply, unit, today).marks
    return [
        *hints(reply, received, today),
        *(f"“{one.found}”{_advice(one.advice)}：{one.why}" for one in marks),
    ]


def _advice(advice: str) -> str:
    return f"疑应为“{advice}”" if advice else "请核对"
