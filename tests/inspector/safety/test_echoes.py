"""Pages of results that give back what was searched for, and titles with a part that sells."""

import pytest

from xunwang.inspector.read import read_page
from xunwang.inspector.safety import Watcher
from xunwang.inspector.safety.selling import echoed

HOME = "http://www.shili.gov.cn/"
NEWS = "<p>10月12日，县粮食和物资储备中心召开秋粮收购工作会，安排下一阶段收购和仓储任务。</p>" * 3


def kinds(title: str, text: str = NEWS) -> set[str]:
    html = f"<html><head><title>{title}</title></head><body><h1>秋粮收购工作会召开</h1>{text}</body></html>".encode()
    return {str(sign.kind) for sign in Watcher(HOME).signs(html, read_page(html, f"{HOME}a.html", home=HOME))}


def test_a_search_that_advertises_is_told_though_the_page_repeats_it() -> None:
    asked = "同城品茶上门外围薇信369yy"
    assert kinds(f"“{asked}”的搜索结果_示例县", f"<p>您搜索的“{asked}”共找到0条结果。</p>{NEWS}") == {"spam"}


@pytest.mark.parametrize(
    "title",
    [
        "“养老保险”的搜索结果_示例县",
        "“公积金贷款办理”相关结果_示例县",
        "关于“扫黄打非”专项行动的通知",
        "“”搜索结果",
        "搜索",
        "",
    ],
)
def test_honest_searches_are_none(title: str) -> None:
    assert not echoed(title)
    assert kinds(title) == set()


def test_a_part_that_sells_is_told_behind_a_title_that_the_page_speaks_of() -> None:
    assert kinds("秋粮收购工作会召开（本科毕业证样本代办，学信网可查）-示例县") == {"spam"}
    assert kinds("秋粮收购工作会召开（仓储任务安排）-示例县") == set()
