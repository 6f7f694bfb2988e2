"""The text with its record, as docx: what was read, by whom, when, over which hash."""

from xunwang.office import clock
from xunwang.office.desk.models import Manuscript, Step
from xunwang.office.desk.service import state_of
from xunwang.office.errors import OfficeError
from xunwang.office.papers import clean, heading, new_paper, say, written_paper
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User

HEAD = ("环节", "人员", "时间", "意见", "校对情况")
HOW_TO_VERIFY = (
    "校验方法：把本文件第一页起的标题、一个空行和正文（每段一行，段间空行保留，行末用换行符 LF，末尾不加换行）"
    "存为 UTF-8（无 BOM）文本，其 SHA-256 应与上面的校验值相同。"
)


def export(manuscript: Manuscript, *, user: User) -> bytes:
    """Raises OfficeError while a signature or the secrecy check is missing."""
    state = state_of(manuscript)
    if not state.complete or state.secrecy is None:
        raise OfficeError("三审和保密审查齐备后才能导出。")
    document = new_paper()
    heading(document, clean(manuscript.title))
    for line in manuscript.text.split("\n"):
        say(document, line, indent=True)
    heading(document, "三审三校记录")
    document.paragraphs[-1].paragraph_format.page_break_before = True
    say(document, f"文稿：{manuscript.title}")
    say(document, f"单位：{manuscript.unit}　拟稿：{manuscript.made_by.shown_name}")
    say(document, f"文稿校验值（SHA-256）：{manuscript.sha256}")
    say(document, HOW_TO_VERIFY)
    check = state.secrecy
    rows = [
        (str(Step(one.step).label), one.user.shown_name, clock.shown(one.at), one.opinion or "同意",
         f"确定 {one.sure} 处，疑似 {one.suspected} 处")
        for one in state.valid
    ]  # fmt: skip
    told = f"密级标志 {check.marks} 处"
    rows.append(
        ("保密审查", check.user.shown_name, clock.shown(check.at), check.opinion or "不涉密，可以公开", told)
    )
    table = document.add_table(rows=1 + len(rows), cols=len(HEAD))
    table.style = "Table Grid"
    for line, values in zip(table.rows, [HEAD, *rows], strict=True):
        for cell, value in zip(line.cells, values, strict=True):
            cell.text = clean(value)
    manuscript.exported_at = clock.now()
    manuscript.save(update_fields=["exported_at"])
    log_action("manuscript.exported", manuscript, user=user, data={"sha256": manuscript.sha256})
    return written_paper(document)
