"""The notice package for a unit that cannot log in: a letter with its faults, and a form whose filled copy is read back."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docx.shared import Cm

from xunwang.inspector import door
from xunwang.office.campaigns.inspection import norm_words, picture_of, screenshot
from xunwang.office.campaigns.models import Campaign
from xunwang.office.campaigns.weighing import costs
from xunwang.office.circulars.data import chinese_date
from xunwang.office.errors import OfficeError
from xunwang.office.papers import grid, heading, new_paper, say, written_paper
from xunwang.office.rectify.models import SETTLED, Ticket, TicketItem
from xunwang.office.reply_forms import ReplyForm

_PICTURES = 20  # of a notice: what can still be sent by mail
FORM = ReplyForm(
    name="整改回复表",
    number="整改通知编号",
    belongs="份整改通知",
    columns=(("编号", 10), ("网站或账号", 24), ("指标", 22), ("问题", 40), ("地址", 46), ("整改情况", 46)),
)


def letter(ticket: Ticket) -> bytes:
    """The notice as docx: what to mend, by when, how to answer, and pictures of what was seen."""
    document = new_paper()
    heading(document, "整改通知书")
    campaign = ticket.campaign
    say(document, f"{ticket.unit.name}：")
    say(
        document,
        f"在“{campaign.name}”（监测时间点{chinese_date(campaign.as_of)}）中，发现你单位的{_what(ticket)}存在下列"
        f"{_how_many(ticket)}。请最迟于{chinese_date(ticket.due_on)}完成整改，并将填好的回复表（随附 xlsx）"
        f"和盖章的整改报告报{campaign.unit.name}。",
        indent=True,
    )
    if ticket.demand:
        say(document, ticket.demand, indent=True)
    findings_table(document, ticket)
    _pictures(document, ticket)
    say(document, campaign.unit.name, right=True)
    say(document, chinese_date(ticket.issued_on), right=True)
    return written_paper(document)


def aside(campaign: Campaign, items: Iterable[TicketItem]) -> set[int]:
    """What is to be mended and does not count in the campaign's result: advice, and what others found beside the norm."""
    seen = (item for item in items if item.finding.at_point)
    return {item.pk for item in seen if not costs(item.finding, campaign)}


def _how_many(ticket: Ticket) -> str:
    left = items_left(ticket)
    beside = aside(ticket.campaign, left)
    return f"{len(left)}个问题" + (f"（其中{len(beside)}个不计入检查结果）" if beside else "")


def _what(ticket: Ticket) -> str:
    """Of what the notice speaks: websites, accounts or both."""
    items = ticket.items.select_related("finding__subject__subject")
    accounts = {item.finding.subject.is_account for item in items}
    return "和".join(
        word for word, is_account in (("网站", False), ("政务新媒体账号", True)) if is_account in accounts
    )


def findings_table(document: Any, ticket: Ticket) -> None:
    """What still has to be mended, with the rule and the address of each."""
    words = norm_words(ticket.campaign.norm).indicators
    left = items_left(ticket)
    beside = aside(ticket.campaign, left)
    rows = [
        (
            str(number),
            item.finding.subject.name,
            f"{item.finding.indicator} {words.get(item.finding.indicator, '')}".strip(),
            f"{item.finding.message}{_again(item)}{'（不计入检查结果）' if item.pk in beside else ''}\n{door.shown_address(item.finding.url)}",
        )
        for number, item in enumerate(left, start=1)
    ]
    grid(document, ("序号", "网站或账号", "指标", "问题和地址"), rows, (1.4, 3.6, 3.8, 7.0))


def _again(item: TicketItem) -> str:
    if not item.repeated:
        return ""
    return f"（重复发生，上次由{item.told_unit}整改）" if item.told_unit else "（重复发生）"


def _pictures(document: Any, ticket: Ticket) -> None:
    shown: dict[Path, str] = {}
    for item in items_left(ticket):
        found = item.finding
        home, page = screenshot(found.subject), picture_of(found)
        if home:
            shown.setdefault(home, f"{found.subject.name}检查时的首页：")
        if page:
            shown.setdefault(page, f"{found.subject.name}检查时的页面（{door.shown_address(found.url)}）：")
    for picture, words in list(shown.items())[:_PICTURES]:
        say(document, words, with_next=True)
        document.add_picture(str(picture), width=Cm(14))


def items_left(ticket: Ticket) -> list[TicketItem]:
    """What still has to be mended."""
    rows = ticket.items.exclude(state__in=SETTLED).select_related("finding__subject", "told_unit")
    return list(rows)


def form(ticket: Ticket) -> bytes:
    """The reply form: one row an item."""
    return FORM.written(str(ticket.code), _rows(ticket))


def _rows(ticket: Ticket) -> Iterator[tuple[str, ...]]:
    words = norm_words(ticket.campaign.norm).indicators
    for item in items_left(ticket):
        found = item.finding
        named = f"{found.indicator} {words.get(found.indicator, '')}".strip()
        address = door.shown_address(found.url)
        yield str(item.pk), found.subject.name, named, found.message, address, item.answer


def read_form(ticket: Ticket, path: Path, called: str = "") -> dict[int, str]:
    """The answers of a filled form by the number of the item. Raises OfficeError when it belongs to another notice."""
    known = {str(item.pk): item.pk for item in ticket.items.all()}
    answers = {}
    for line, key, text in FORM.read(path, str(ticket.code), called):
        if key not in known:
            raise OfficeError(f"回复表第 {line} 行的编号“{key}”不在这份整改通知里，请勿改动编号一列。")
        answers[known[key]] = text
    return answers
