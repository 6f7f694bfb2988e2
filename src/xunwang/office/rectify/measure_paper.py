"""The document of a measure: its number, the facts with their findings, the basis in the norm, what is decided, by when."""

from collections.abc import Iterator
from typing import Any

from xunwang.office import clock
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.circulars.data import chinese_date
from xunwang.office.papers import grid, heading, new_paper, say, written_paper
from xunwang.office.rectify.models import Attachment, EventKind, ItemState, Measure, Step, Ticket
from xunwang.office.rectify.notice import findings_table, items_left

TITLES = {
    Step.NOTICE: "督办通知书",
    Step.CRITICISM: "通报批评",
    Step.INTERVIEW: "约谈通知书",
    Step.CLOSING: "责令关停（注销）通知书",
    Step.ACCOUNTABILITY: "问责事项移交函",
}
DETAILS = {
    Step.NOTICE: "督办要求",
    Step.CRITICISM: "通报范围",
    Step.INTERVIEW: "约谈对象、时间和地点",
    Step.CLOSING: "关停或注销的网站、账号",
    Step.ACCOUNTABILITY: "移交的机关",
}
"""What `detail` means on each rung."""
_MOST_RULES = 12


def basis_of(ticket: Ticket) -> str:
    """The norm with the rules that the open findings of the ticket stand under."""
    words = norm_words(ticket.campaign.norm)
    indicators = sorted({item.finding.indicator for item in items_left(ticket)})
    named = "；".join(f"{one} {words.indicators.get(one, '')}".strip() for one in indicators[:_MOST_RULES])
    more = "等" if len(indicators) > _MOST_RULES else ""
    return f"《{words.title}》" + (f"（{named}{more}）" if named else "")


def paper(measure: Measure) -> bytes:
    """The document as docx, ready for seal and signature."""
    step, ticket = Step(measure.step), measure.ticket
    owner = ticket.campaign.unit
    document = new_paper()
    heading(document, TITLES[step])
    say(document, measure.number or "〔　　　〕　　号", centre=True)
    say(document, f"{_bare(measure.detail) if step is Step.ACCOUNTABILITY else ticket.unit.name}：")
    for line in (
        _facts(measure),
        f"经查：{_bare(measure.reason)}。",
        f"以上情况不符合{_bare(measure.basis)}的要求。",
    ):
        say(document, line, indent=True)
    for line in _decided(measure):
        say(document, line, indent=True)
    if items_left(ticket):
        say(document, "没有整改到位的问题：", indent=True)
        findings_table(document, ticket)
    if step is Step.ACCOUNTABILITY:
        _handed_over(document, ticket)
    say(document, f"{owner.name}（盖章）", right=True)
    say(document, chinese_date(measure.decided_on), right=True)
    return written_paper(document)


def _facts(measure: Measure) -> str:
    ticket = measure.ticket
    campaign = ticket.campaign
    held = ticket.items.exclude(state=ItemState.LIFTED)  # what was lifted on appeal is held against nobody
    whole, left = held.count(), len(items_left(ticket))
    answered = (
        f"已于{chinese_date(clock.local(ticket.answered_at).date())}回复"
        if ticket.answered_at
        else "至今没有回复"
    )
    return (
        f"在“{campaign.name}”（监测时间点{chinese_date(campaign.as_of)}）中，发现{ticket.unit.name}"
        f"存在{whole}个问题。{campaign.unit.name}于{chinese_date(ticket.issued_on)}下发整改通知，"
        f"{_asked(ticket, answered)}，现有{left}个问题没有整改到位。"
    )


def _asked(ticket: Ticket, answered: str) -> str:
    """What was asked, and what became of it: a notice that went back has a deadline of its own, which was never the first one."""
    due, unit = chinese_date(ticket.due_on), ticket.unit.name
    if ticket.asked_on == ticket.issued_on:
        return f"要求最迟于{due}完成整改；{unit}{answered}"
    return f"{unit}{answered}；{chinese_date(ticket.asked_on)}退回整改，要求最迟于{due}完成整改"


def _bare(text: str) -> str:
    """What somebody wrote, without the full stop that the sentence around it brings."""
    return text.rstrip("。 ")


def _decided(measure: Measure) -> Iterator[str]:
    step, unit, detail = Step(measure.step), measure.ticket.unit.name, _bare(measure.detail)
    by = f"最迟于{chinese_date(measure.due_on)}" if measure.due_on else "立即"
    if step is Step.NOTICE:
        asked = f"{detail}。" if detail else ""
        yield f"现予书面督办。请{by}完成整改，并书面报告整改情况。{asked}"
    elif step is Step.CRITICISM:
        scope = f"（通报范围：{detail}）" if detail else ""
        yield f"现对{unit}予以通报批评{scope}。请{by}完成整改，并将整改情况书面报送。"
    elif step is Step.INTERVIEW:
        yield f"现决定约谈{unit}。约谈对象、时间和地点：{detail}。"
        yield f"请准备问题原因、整改措施和完成时限的书面材料，{by}完成整改。"
    elif step is Step.CLOSING:
        yield f"现责令{by}关停或注销：{detail}。关停、注销前应做好公告、数据归档和迁移，并按规定报备。"
    else:
        due = f"请最迟于{chinese_date(measure.due_on)}将处理结果函告我单位。" if measure.due_on else ""
        yield f"现将{unit}有关问题线索和下列材料移交你单位，请依规依纪处理。{due}"


def _handed_over(document: Any, ticket: Ticket) -> None:
    """What the receiver gets in hand: the course of things, and every paper with its hash."""
    events = ticket.events.exclude(kind__in=[EventKind.OPENED, EventKind.DOWNLOADED])
    say(document, "办理经过：", indent=True)
    course = [(clock.shown(one.at), str(one.get_kind_display()), one.told) for one in events]
    grid(document, ("时间", "事项", "内容"), course, (3.6, 2.8, 9.4))
    papers = [(one.name, one.sha256) for one in Attachment.objects.filter(ticket=ticket)]
    if papers:
        say(document, "移交材料清单：", indent=True)
        grid(document, ("文件", "校验值（SHA-256）"), papers, (6.4, 9.4))
