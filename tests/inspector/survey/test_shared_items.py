"""Items that several columns hold, of which one may be read in part only."""

import msgspec
from read_sites import HOME, facts_of, row

from xunwang.inspector.model import ColumnFact

MENU = "<div class='nav'><a href='/'>首页</a><a href='/gg/'>通知公告</a><a href='/gs/'>采购公告</a></div>"
ROWS = "".join(
    f"<li><a href='/gs/{n}.html'>第{n}批养护物资采购结果</a><span>2026-03-1{n}</span></li>" for n in range(4)
)


def page(name: str) -> str:
    return f"<html><head><title>{name}_示例县</title><meta name='ColumnName' content='{name}'></head><body>{MENU}<div class='main'><h2>{name}</h2><ul class='list'>{ROWS}</ul></div></body></html>"


def test_what_a_column_shows_before_its_data_had_come_counts_once_beside_another() -> None:
    late = row(f"{HOME}gg/", page("通知公告"), 1)
    late = msgspec.structs.replace(late, page=msgspec.structs.replace(late.page, script_filled=("late",)))
    home = row(HOME, f"<html><body>{MENU}</body></html>", 0)
    facts = facts_of(home, late, row(f"{HOME}gs/", page("采购公告"), 1))
    columns = {one.name: one for one in facts if isinstance(one, ColumnFact)}
    assert columns["通知公告"].unread
    assert len(columns["通知公告"].dates) == len(columns["采购公告"].dates) == 4
    assert sorted(len(one.repeated) for one in columns.values()) == [0, 4]
