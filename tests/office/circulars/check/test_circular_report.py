"""The report, known figures, and what the package needs to run."""

import os
import subprocess
import sys
from decimal import Decimal

import pytest

from xunwang.office.circulars.check import Document, Paragraph, check_document, figures_of, format_text

RIGHT = "本季度全市共抽查政府网站53家，合格50家，不合格3家，合格率94.3%。"


def document(*texts):
    return Document("x", tuple(Paragraph(number, text) for number, text in enumerate(texts, start=1)))


def test_the_report_says_where_and_what():
    found = check_document(document("通报", "抽查政府网站53家，不合格3家，合格率84.3%。"))
    assert format_text(found) == (
        "发现矛盾1处，存疑0处：\n"
        "1. 【矛盾】第2段：合格率表述为84.3%，按(53-3)/53计算应为94.34%（四舍五入为94.3%）\n"
        "   原文：抽查政府网站53家，不合格3家，合格率84.3%。\n"
    )


def test_the_report_of_nothing_found():
    assert format_text([]) == "未发现数字、比例、合计或表述之间的矛盾。\n"


def test_figures_of_a_circular():
    assert figures_of(document(RIGHT)) == {
        "网站.抽查": (Decimal(53),),
        "网站.合格": (Decimal(50),),
        "网站.不合格": (Decimal(3),),
        "网站.合格率": (Decimal("94.3"),),
    }


def test_known_figures_refute_a_consistent_circular():
    known = {"网站.抽查": Decimal(54), "网站.不合格": Decimal(3), "网站.合格率": Decimal("94.34")}
    (found,) = check_document(document(RIGHT), against=known)
    assert (found.kind, found.stated, found.computed) == ("mismatch", "53家", "54")


def test_known_figures_that_agree_find_nothing():
    known = {"网站.抽查": Decimal(53), "新媒体.抽查": Decimal(9)}
    assert check_document(document(RIGHT), against=known) == []


def test_a_sentence_that_begins_with_a_number_speaks_of_those_alone():
    some = (
        "3家合格网站按规则不计分。1家网站检查尚未完成，暂未给出总分。",
        "2家网站因关键指标未能检查，暂不作结论。",
    )
    known = {"网站.抽查": Decimal(53), "网站.合格": Decimal(50)}
    assert check_document(document(RIGHT, *some), against=known) == []
    (found,) = check_document(document("54家政府网站全部检查完毕。"), against=known)
    assert found.computed == "53"


@pytest.mark.parametrize(
    "former",
    ["上一检查周期通知整改的", "上个监测周期抽查的", "上一年度检查的", "前一周期检查的", "上季度抽查的"],
)
def test_what_is_said_of_the_period_before_is_not_held_against_this_one(former):
    told = f"{former}2家网站中，1家经复查已完成整改，整改率为50.00%；1家尚未经复查确认完成整改。"
    known = {"网站.抽查": Decimal(53), "网站.合格": Decimal(50), "网站.不合格": Decimal(3)}
    assert check_document(document(RIGHT, told), against=known) == []


def test_the_period_that_is_told_is_held_against_what_is_known():
    (found,) = check_document(document("本检查周期共抽查政府网站54家。"), against={"网站.抽查": Decimal(53)})
    assert found.computed == "53"


def test_the_package_needs_no_settings():
    code = "import sys, xunwang.office.circulars.check as c; assert 'django' not in sys.modules; print(c.__name__)"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
    done = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "xunwang.office.circulars.check"
