"""Until when a document is in force by its own words, among other things that have a period."""

import datetime as dt

import pytest

from xunwang.inspector.model import SHANGHAI, Page
from xunwang.inspector.survey.force import in_force_until

PUBLISHED = dt.datetime(2021, 5, 20, 9, tzinfo=SHANGHAI)


def until(text: str, title: str | None = None) -> str | None:
    url = "http://www.heping.gov.cn/a.html"
    day = in_force_until(Page(url=url, title=title, text=text, published=PUBLISHED))
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("第二十条 本办法自2021年6月1日起施行，有效期五年。", "2026-06-01"),
        ("本办法自2021年6月1日起施行，有效期5年，原办法同时废止。", "2026-06-01"),
        ("本规定有效期至2025年5月31日。", "2025-05-31"),
        ("本通知自印发之日起施行，有效期为三年。", "2024-05-20"),
        ("（有效期截至2024年12月31日）", "2024-12-31"),
        ("本细则自2020年2月29日起实施，有效期限2年。", "2022-02-28"),
        ("本意见有效期至2023年1月1日。\n经评估，本意见有效期延长至2028年1月1日。", "2028-01-01"),
    ],
)
def test_the_end_is_read(text: str, day: str) -> None:
    assert until(f"各乡镇人民政府：\n{text}\n和平县人民政府") == day


@pytest.mark.parametrize(
    "text",
    [
        "食品经营许可证有效期五年，期满前三十日申请延续。",
        "投标文件有效期至2025年5月31日。",
        "身份证有效期至2025年5月31日的，应当换领。",
        "产品检验报告有效期为2年，自2021年6月1日起计算。",
        "公示期为2021年6月1日至6月7日。",
        "本办法自2021年6月1日起施行。",
        "本办法有效期五年。",
        "本办法自2021年13月41日起施行，有效期五年。",
        "本办法自2021年6月1日起施行，有效期九十九年。",
        "附件：1.《和平县集市管理办法》，有效期至2024年12月31日；2.《和平县路灯管理办法》，有效期至2023年5月1日。",
        "本通告有效期至2025年5月31日，期满后自动顺延。",
        "《旧办法》原有效期至2020年1月1日。",
        "合同有效期至2024年12月31日，逾期不候。",
        "",
        "有效期" * 5_000,
    ],
)
def test_other_periods_are_not(text: str) -> None:
    assert until(text) is None


def test_a_document_named_in_the_title_is_that_of_the_page() -> None:
    text = "现将《和平县路灯管理办法》印发给你们，《和平县路灯管理办法》自2021年6月1日起施行，有效期五年。"
    assert until(text, "关于印发《和平县路灯管理办法》的通知") == "2026-06-01"
