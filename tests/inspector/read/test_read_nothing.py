import pytest

from xunwang.inspector.read.nothing import NOTHING_HERE


@pytest.mark.parametrize(
    "words",
    [
        "暂无信息",
        "暂未开展",
        "尚未发布",
        "该栏目内容正在整理中，请稍后访问",
        "当前没有被归类到该术语下的内容。",
        "暫無資料",
        "共 0 條",
        "共 1页0条记录",
        "No data available",
        "本栏目尚无文章",
        "总记录数：0",
    ],
)
def test_words_that_a_page_has_nothing(words: str) -> None:
    assert NOTHING_HERE.search(words)


@pytest.mark.parametrize(
    "words",
    [
        "资料更新中心",
        "加强信息建设",
        "本次会议没有放松要求",
        "Notice of no delay",
        "共 1页10条记录",
        "总记录数：10",
        "总数0.5万吨",
    ],
)
def test_ordinary_words(words: str) -> None:
    assert not NOTHING_HERE.search(words)
