"""的, 地 and 得 written for one another: told where both sides speak for it, never as sure."""

import datetime as dt
import hashlib
import json
from importlib import resources

import numpy as np
import pytest

from xunwang.inspector.proof import Proofreader, Tier
from xunwang.inspector.proof.speller.alphabet import EDGE
from xunwang.inspector.proof.speller.particles import DATA_FILE, sides_of
from xunwang.inspector.proof.speller.spell import shipped

DAY = dt.date(2026, 3, 31)
RULE = "spelling.的地得"
MIXED_UP = [
    ("有效的提升了基层治理水平。", "地"),
    ("要准确的把握政策要求。", "地"),
    ("我们必须清醒的认识到存在的困难。", "地"),
    ("他深情的望着家乡的土地。", "地"),
    ("引导群众更好的做好秋收工作。", "地"),
    ("今年粮食生产抓的紧。", "得"),
    ("干部作风转变的很快，群众看在眼里。", "得"),
    ("说的好不如做得好。", "得"),
    ("我县经济实现了健康地发展。", "的"),
]
RIGHT = [
    "有效的管理是企业成功的前提。",
    "对项目进行有效的监督和管理。",
    "要有清醒的认识和坚定的决心。",
    "作出了积极的贡献，取得了显著的成绩。",
    "更优的创业服务、更好的收入前景。",
    "高兴的是，群众得到了实惠。",
    "买的书都很好，卖的东西也不贵。",
    "来的早的先登记，来的晚的后登记。",
    "学的多、用的少的问题依然存在。",
    "该厂生产的很多产品远销海外。",
    "讲的都是真话，反映的都是实情。",
    "耐心的讲解让游客受益匪浅。",
    "经济平稳的增长来之不易。",
    "最大限度的优惠政策已经落实。",
    "县城所在地的学校、驻地的部队都参加了活动。",
    "项目落地的速度、群众得益的程度都在提高。",
    "得民心者得天下。",
    "该得的补贴都发到了农户手中。",
    "多的三五户，少的一两户。",
    "对好的要表扬，差的要批评。",
    "他的确来过，目的地就在前面。",
    "该基地地得天独厚，适宜种植中药材。",
    "军用的和民用的运输工具",
    "有效的保护措施得到推广。",
    "强烈的求助信号被搜救队发现。",
    "合理的安排使假期出行井然有序。",
    "制定有针对性的帮扶措施。",
    "不同程度的影响依然存在。",
    "最大程度的保护就是最好的发展。",
    "更好的服务、更好的环境、更好的前景。",
    "吃的、住的都很好，请家人放心。",
    "有的快，有的慢，有的很大，有的很小。",
    "有权受理的为县级法院，有权执行的法院为基层法院。",
    "异地协作的，负责协作的公安机关接到请求后应当及时办理。",
    "有的的确困难，他说的的确在理。",
]


@pytest.fixture(scope="module")
def reader():
    return Proofreader()


def told(reader, text):
    return [one for one in reader.suspicions(text, day=DAY) if one.rule == RULE]


@pytest.mark.parametrize(("line", "right"), MIXED_UP)
def test_a_particle_for_another_is_suspected_and_never_sure(reader, line, right):
    (one,) = told(reader, line)

    assert (one.suggest, one.tier) == ((right,), Tier.SUSPECTED)


@pytest.mark.parametrize("line", RIGHT)
def test_a_particle_at_its_place_is_left_alone(reader, line):
    assert told(reader, line) == []


def test_a_phrase_that_stands_rightly_elsewhere_does_not_make_it_a_habit(reader):
    text = "更好的服务、更好的环境、更好的前景。\n引导群众更好的做好秋收工作。"

    assert [one.line for one in told(reader, text)] == [2]


def test_what_a_text_writes_again_and_again_is_its_own(reader):
    assert told(reader, "有效的提升了水平。\n有效的提升了能力。\n有效的提升了效率。") == []


@pytest.mark.parametrize(
    "line", ["", "的", "地的得", "的的的地地地得得得" * 50, "的\ud800地", "a的1地 得\x00"]
)
def test_odd_lines_are_read(reader, line):
    assert told(reader, line) == []


def test_nothing_counts_beyond_a_mark():
    alphabet = shipped().model.alphabet
    ids = alphabet.tokens("甲，乙的丙。丁\n").ids
    left, right = sides_of(alphabet, ids, np.array([3]))

    assert left[0, :3].tolist() == [alphabet.id_of("乙"), alphabet.id_of("，"), EDGE]
    assert right[0, :3].tolist() == [alphabet.id_of("丙"), alphabet.id_of("。"), EDGE]


def test_the_file_is_the_one_that_was_built():
    folder = resources.files("xunwang.inspector.proof").joinpath("data")
    manifest = json.loads(folder.joinpath("particles.json").read_text(encoding="utf-8"))

    assert hashlib.sha256(folder.joinpath(DATA_FILE).read_bytes()).hexdigest() == manifest["sha256"]
