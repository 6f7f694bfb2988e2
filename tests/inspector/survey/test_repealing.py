"""What a text says of the end of documents, among what only speaks of ends."""

import pytest

from xunwang.inspector.model import Page
from xunwang.inspector.survey.repealing import is_void, repealed_by

URL = "http://www.heping.gov.cn/zc/1.html"


def page(text, title="和平县城区养犬管理办法", **fields):
    return Page(url=URL, title=title, text=text, **fields)


@pytest.mark.parametrize(
    ("text", "title", "names"),
    [
        ("本办法自2026年5月1日起施行，《和平县养犬登记办法》（和政发〔2016〕8号）同时废止。", "和平县城区养犬管理办法", ("和平县养犬登记办法", "和政发〔2016〕8号")),
        ("经研究，决定废止《和平县夜市管理规定》。", "关于废止《和平县夜市管理规定》的通知", ("和平县夜市管理规定",)),
        ("一、《和平县摊点管理办法》\n二、《和平县广告设置规定》", "和平县人民政府关于废止部分文件的决定", ("和平县摊点管理办法", "和平县广告设置规定")),
        ("根据《和平县文件管理办法》（和政发〔2015〕1号）和《省文件管理规定》的要求，决定废止《和平县夜市管理规定》。", "关于废止《和平县夜市管理规定》的通知", ("和平县夜市管理规定",)),
        ("《和平县养犬许可证管理办法》同时废止。", "和平县城区养犬管理办法", ("和平县养犬许可证管理办法",)),
        ("《关于贯彻落实按照年度考核规定的通知》同时废止。", "和平县考核办法", ("关于贯彻落实按照年度考核规定的通知",)),
        ("原《和平县停车收费办法》停止执行。", "和平县停车收费管理规定", ("和平县停车收费办法",)),
    ],
)  # fmt: skip
def test_documents_that_end_are_named(text, title, names):
    assert repealed_by(page(text, title)) == names


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("拟废止《和平县夜市管理规定》，现征求意见。", "关于公开征求意见的公告"),
        ("《和平县夜市管理规定》继续有效。", "和平县文件清理结果"),
        ("《和平县夜市管理规定》未废止。", "和平县夜市管理问答"),
        ("废止了《和平县夜市管理规定》。", "《和平县夜市管理办法》政策解读"),
        ("期满自动失效的，《和平县许可证管理办法》另有规定的除外。", "和平县许可证管理办法"),
        ("自《和平县夜市管理规定》印发之日起施行。", "和平县夜市管理办法"),
        ("《和平县夜市管理规定》应当适时废止。", "县政府常务会议"),
        ("依据《和平县文件管理办法》，决定对下列文件予以废止。", "关于废止部分文件的决定"),
        ("按《和平县食品经营许可管理办法》取得的证件已失效的，不得经营。", "和平县夜市管理规定"),
        ("", ""),
    ],
)
def test_what_only_speaks_of_an_end_names_none(text, title):
    assert repealed_by(page(text, title)) == ()


@pytest.mark.parametrize(
    ("text", "title", "force", "void"),
    [
        ("第一条……", "和平县夜市管理规定（已废止）", None, True),
        ("【本文已失效】第一条……", "和平县夜市管理规定", None, True),
        ("第一条……", "和平县夜市管理规定", "废止", True),
        ("第一条……", "和平县夜市管理规定", "有效", False),
        ("第一条……有效期五年。", "和平县夜市管理规定", None, False),
    ],
)
def test_a_document_that_says_so_itself_is_void(text, title, force, void):
    assert is_void(page(text, title, force=force)) is void
