"""The reply upwards as docx with the answers of all below, and the form by which a unit that cannot log in answers."""

from pathlib import Path

from xunwang.office.circulars.data import chinese_date
from xunwang.office.errors import OfficeError
from xunwang.office.mandates.models import Mandate, MandateFile
from xunwang.office.papers import grid, heading, new_paper, quoted, say, written_paper
from xunwang.office.rectify.models import SETTLED
from xunwang.office.reply_forms import ReplyForm

FORM = ReplyForm(
    name="办理情况表",
    number="交办事项编号",
    belongs="件交办事项",
    columns=(("编号", 38), ("单位", 24), ("事项", 40), ("截止日", 14), ("办理情况", 60)),
)


def reply(mandate: Mandate, text: str) -> bytes:
    """The report of how the mandate was settled: in own words, the state of its tickets, what every unit answered, the papers."""
    document = new_paper()
    heading(document, f"关于{quoted(mandate.title)}办理情况的报告")
    say(document, f"{mandate.sender}：")
    number = f"（{mandate.number}）" if mandate.number else ""
    say(
        document,
        f"{chinese_date(mandate.received_on)}收到你单位交办的{quoted(mandate.title)}{number}，"
        f"要求最迟于{chinese_date(mandate.due_on)}回复。现将办理情况报告如下。",
        indent=True,
    )
    for line in filter(None, text.split("\n")):
        say(document, line, indent=True)
    rows = _tickets(mandate)
    if rows:
        say(document, "涉及的整改情况：", indent=True)
        grid(document, ("单位", "问题数", "已整改", "整改状态"), rows, (6.4, 2.4, 2.4, 4.6))
    answers = _answers(mandate)
    if answers:
        say(document, "有关单位办理情况：", indent=True)
        grid(document, ("单位", "回复日期", "办理情况"), answers, (4.0, 3.0, 8.8))
    papers = _papers(mandate)
    if papers:
        say(document, "随附材料：", indent=True)
        grid(document, ("单位", "文件", "校验值（SHA-256）"), papers, (3.4, 4.4, 8.0))
    say(document, mandate.unit.name, right=True)
    say(
        document,
        chinese_date(mandate.answered_on) if mandate.answered_on else "　　年　　月　　日",
        right=True,
    )
    return written_paper(document)


def _tickets(mandate: Mandate) -> list[tuple[str, ...]]:
    return [
        (
            one.unit.name,
            str(one.items.count()),
            str(one.items.filter(state__in=SETTLED).count()),
            one.get_state_display(),
        )
        for one in mandate.tickets.select_related("unit")
    ]


def _answers(mandate: Mandate) -> list[tuple[str, ...]]:
    """What each unit below said; one that said nothing is named as such."""
    return [
        (
            part.unit.name,
            part.answered_on.isoformat() if part.answered_on else "未回复",
            f"{part.answer}（逾期回复）" if part.late else part.answer if part.answered_on else "—",
        )
        for part in mandate.parts.select_related("unit").order_by("unit__path")
    ]


def _papers(mandate: Mandate) -> list[tuple[str, ...]]:
    """What came with the replies of each unit; of the same name only the newest, as of a report that was sent back."""
    files = MandateFile.objects.filter(event__mandate__parent=mandate, event__kind="answered")
    newest = {
        (file.event.mandate.unit.name, file.name): file.sha256
        for file in files.select_related("event__mandate__unit")
    }
    return [(*of, sha256) for of, sha256 in newest.items()]


def form(mandate: Mandate) -> bytes:
    """The table of open parts, to be answered in its last column."""
    parts = mandate.parts.filter(answered_on=None).select_related("unit")
    rows = (
        (str(part.code), part.unit.name, f"{part.title} {part.demand}".strip(), str(part.due_on), "")
        for part in parts
    )
    return FORM.written(str(mandate.code), rows)


def read_form(mandate: Mandate, path: Path, called: str = "") -> list[tuple[Mandate, str]]:
    """The answers of a filled form; rows left empty are passed over. Raises OfficeError, naming the row."""
    known = {str(part.code): part for part in mandate.parts.select_related("unit")}
    answers = []
    for line, key, text in FORM.read(path, str(mandate.code), called):
        if not text:
            continue
        if key not in known:
            raise OfficeError(f"第 {line} 行的编号“{key}”不在这件事项的分办单位里，请勿改动编号一列。")
        part = known[key]
        if not part.open:
            raise OfficeError(
                f"第 {line} 行：{part.unit}已于 {part.answered_on} 回复，没有读入。请清空这一行的办理情况；要改的，先退回它的回复。"
            )
        answers.append((part, text))
    if not answers:
        raise OfficeError("表格里没有填写任何办理情况，请填写最后一列后再读入。")
    return answers
