"""What is said to somebody who asks for an archive that is not there."""

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.places import run_at
from xunwang.office.retention.models import RemovedRun


def removed(path: str) -> str:
    """When, by which rule and by whom the archive at the path was removed; empty for one that was not."""
    row = RemovedRun.objects.filter(path=path).last()
    if row is None:
        return ""
    return (
        f"这份检查归档已于 {clock.shown(row.at)} 按“{row.rule}”的规则删除，操作人：{row.by}；"
        "问题的文字、地址、时间和校验值仍在，存档的页面不能再看。"
    )


def unreadable(path: str, error: door.RunError) -> OfficeError:
    """Why an archive cannot be read, for people in the office; what is wrong inside of one says the inspector."""
    said = removed(path)
    if not said and not run_at(path).is_dir():
        said = "服务器上没有这份检查归档，也没有删除它的记录：请管理员查找是谁移走了它，或从备份恢复。"
    return OfficeError(said or f"{error}。")
