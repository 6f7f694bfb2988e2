"""What a published letter and its answer should be looked at again for. Candidates for a person, never a verdict. Pure."""

import datetime as dt

from xunwang.office.feedback.hints import hints
from xunwang.office.letters import slips
from xunwang.office.letters.models import Letter


def doubts(letter: Letter, today: dt.date) -> list[str]:
    """Of one letter: days out of order, no unit, an answer that says nothing, slips of format."""
    found = []
    if letter.answered_on and letter.answered_on < letter.asked_on:
        found.append(f"答复日期 {letter.answered_on} 早于留言日期 {letter.asked_on}。")
    if letter.answered_on and letter.answered_on > today:
        found.append(f"答复日期 {letter.answered_on} 还没有到。")
    if letter.replied and not letter.answerer:
        found.append("没有写明答复单位。")
    if letter.reply:
        found += hints(letter.reply, letter.asked_on, today) + slips.of_one(letter)
    return found
