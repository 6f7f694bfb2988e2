"""The proofreader as a user meets it, with the model that ships."""

import datetime as dt
import sys

import pytest

from xunwang.inspector.proof import Ignored, Kind, Office, Proofreader, Terms, Tier, guard, signed_on
from xunwang.inspector.proof.proofreader import RULES, SURE
from xunwang.inspector.proof.speller.spell import Slip, Way

DAY = dt.date(2026, 3, 31)
SLIPS = [
    ("各级各部门要认真贯侧落实会议精神，确保各项任务完成。", "侧", "彻"),
    ("要进一步加强安全生产监督管里工作，防范化解重大风险。", "里", "理"),
    ("依法保障公民的合法权意，维护社会公平正义。", "意", "益"),
    ("全面推进乡村振兴，促进农民曾收致富。", "曾", "增"),
    ("县人民政府办公室负则牵头协调有关工作。", "则", "责"),
]
CLEAN = [
    "各级各部门要认真贯彻落实会议精神，确保各项任务完成。",
    "全年居民人均可支配收入增长5.2%，城镇新增就业1.3万人。",
    "行政机关应当自收到申请之日起二十个工作日内予以答复。",
    "第十二条　违反本条例规定的，由县级以上人民政府有关部门责令改正。",
]


@pytest.fixture(scope="module")
def reader():
    return Proofreader()


def told(reader, text):
    return reader.suspicions(text, day=DAY)


@pytest.mark.parametrize(("line", "wrong", "right"), SLIPS)
def test_a_slip_of_the_input_method(reader, line, wrong, right):
    (one,) = told(reader, line)

    assert (one.found, one.suggest, one.kind) == (wrong, (right,), Kind.SPELLING)
    assert line[one.start : one.end] == wrong


@pytest.mark.parametrize("line", CLEAN)
def test_a_clean_line_is_left_alone(reader, line):
    assert told(reader, line) == []


@pytest.mark.parametrize(
    ("line", "wrong", "right", "rule"),
    [
        ("本办法自发布之日起事实。", "事实", "实施", Way.ALIKE),
        ("对来访群众进行实名等级。", "等级", "登记", Way.ALIKE),
        ("各学校要落实校园安全责仼。", "仼", "任", Way.STRANGE),
    ],
)
def test_what_the_screen_passes_is_suspected_and_never_sure(reader, line, wrong, right, rule):
    (one,) = told(reader, line)

    assert (one.found, one.suggest, one.tier, one.rule) == (wrong, (right,), Tier.SUSPECTED, RULES[rule])


@pytest.mark.parametrize("line", ["本案事实清楚，证据确凿。", "职称等级评定结果公布。", "欢迎️参加活动。"])
def test_a_word_at_home_and_a_sign_that_is_no_character_are_left_alone(reader, line):
    assert told(reader, line) == []


def test_places_count_lines_from_one_and_characters_from_nought(reader):
    text = "\n".join([CLEAN[0], "", "　　" + SLIPS[1][0]])

    (one,) = told(reader, text)

    assert (one.line, one.start) == (3, 2 + SLIPS[1][0].index("里"))


def test_the_same_line_gives_the_same_answer_wherever_it_stands(reader):
    alone = told(Proofreader(), SLIPS[0][0])
    among = told(Proofreader(), "\n".join([CLEAN[1], SLIPS[0][0], CLEAN[2]]))

    assert [(one.start, one.suggest, one.tier, one.why) for one in alone] == [
        (one.start, one.suggest, one.tier, one.why) for one in among
    ]


def test_a_line_that_comes_again_is_not_judged_again(reader):
    class Counting:
        lines = 0

        def slips(self, lines, bars):
            self.lines += len(lines)
            return []

    counting = Counting()
    reader = Proofreader(speller=counting)
    told(reader, "同一行\n同一行\n另一行")
    told(reader, "同一行")

    assert counting.lines == 2


def test_a_line_that_was_judged_is_not_kept_itself(reader):
    line = f"{SLIPS[0][0]}{CLEAN[0]}"
    holders = sys.getrefcount(line)
    told(reader, line)

    assert sys.getrefcount(line) == holders


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("要牢固树立以人民为中心中心的发展思想。", ["中心中心"]),
        ("全县春季森林草原防火工作工作会议召开。", ["工作工作"]),
        ("大家商量商量再定，请各位代表审阅审阅，提提意见。", []),
        ("群众文化馆选送的歌曲《国旗国旗真美丽》获奖。", []),
        ("对照清单逐项逐项销号，一桩一桩办好。", []),
        ("全县共有有各类养老服务设施120处。", ["有有"]),
        ("请各单位各单位按时报送有关材料。", ["各单位各单位"]),
        ("参展企业中有有限责任公司8家，一件一件促整改。", []),
        ("非常满意、满意、不满意的群众分别列出。", []),
    ],
)
def test_a_word_written_twice_is_told_where_nobody_doubles_it_on_purpose(reader, line, found):
    assert [one.found for one in reader.suspicions(line, day=DAY) if one.rule == RULES[Way.TWICE]] == found


@pytest.mark.parametrize(
    ("line", "found", "right"),
    [
        ("我市将持续优化营商环，激发市场主体活力。", "环", "环境"),
        ("要加快推进乡村振，促进农民增收。", "振", "振兴"),
        ("请结合工作际，抓好贯彻落实。", "际", "实际"),
    ],
)
def test_a_character_left_out_of_a_word_is_suspected(reader, line, found, right):
    (one,) = [one for one in reader.suspicions(line, day=DAY) if one.rule == RULES[Way.MISSING]]

    assert (one.found, one.suggest, one.tier) == (found, (right,), Tier.SUSPECTED)


@pytest.mark.parametrize(
    "line",
    [
        "灵活就业人员可参加企业职工基本养老保险。",
        "受理信访件30件，已办结20件，满意率100%。",
        "违反其依照本条例第条规定作出的保证。",
    ],
)
def test_what_stands_alone_by_right_lacks_nothing(reader, line):
    assert [one for one in reader.suspicions(line, day=DAY) if one.rule == RULES[Way.MISSING]] == []


def test_a_word_pasted_again_and_again_is_one_matter_at_most(reader):
    assert len(reader.suspicions("工作" * 2_000, day=DAY)) <= 1


@pytest.mark.parametrize(
    "line",
    [
        "子曰：“学而时习之，不亦说乎？”",
        "市病媒生物防制中心组织了春季统一消杀。",
        "本次降雨过程最大雨强达到92.3毫米。",
    ],
)
def test_what_is_cited_and_the_terms_of_a_trade_are_left_alone(reader, line):
    assert reader.suspicions(line, day=DAY) == []


@pytest.mark.parametrize(
    ("line", "found", "right"),
    [
        ("县法院副院长唐景行表示，案件已经审结。", "景", "央"),
        ("要建立台账，确保应入尽入。", "尽", "进"),
        ("纠治公车私用、私车公养问题。", "私车公", "私车供"),
    ],
)
def test_who_speaks_and_coinages_of_one_pattern_are_not_to_be_mended(line, found, right):
    start = line.index(found)

    assert guard.is_open(line, Slip(0, start, start + len(found), right, SURE, Way.OTHER))


@pytest.mark.parametrize("line", ["该中心中心实验室通过资质认定。", "该公司公司章程已经备案。"])
def test_a_house_and_what_is_named_by_it_are_not_written_twice(reader, line):
    assert told(reader, line) == []


def test_a_footer_is_not_spelled(reader):
    assert told(reader, "主办单位：示例市人民政府办公室　技木支持：示例公司") == []


def test_a_wording_that_comes_again_in_the_text_is_less_certain(reader):
    other = "各部门贯侧落实会议精神的情况将纳入考核。"

    alone = told(reader, SLIPS[0][0])
    again = [one for one in told(reader, f"{SLIPS[0][0]}\n{other}") if one.line == 1]

    assert [one.tier for one in alone] == [Tier.SURE]
    assert all(one.tier is Tier.SUSPECTED for one in again)


def test_a_protected_word_is_never_touched():
    reader = Proofreader(Terms(words=("贯侧落实",)))

    assert told(reader, SLIPS[0][0]) == []


def test_a_decision_is_remembered_until_its_day():
    decision = Ignored("侧", "示例项目名称", "王示例", dt.date(2026, 3, 31), right="彻")
    reader = Proofreader(Terms(ignored=(decision,)))

    assert reader.suspicions(SLIPS[0][0], day=DAY) == []
    assert reader.suspicions(SLIPS[0][0], day=DAY + dt.timedelta(days=1)) != []


def test_a_decision_about_another_correction_does_not_count():
    decision = Ignored("侧", "示例", "王示例", dt.date(2027, 1, 1), right="测")

    assert told(Proofreader(Terms(ignored=(decision,))), SLIPS[0][0]) != []


def test_the_table_of_offices_is_asked():
    reader = Proofreader(
        Terms(offices=(Office("陈示例", "市长", dt.date(2024, 1, 5)), Office("林样本", "副市长")))
    )

    (one,) = told(reader, "副市长陈示例主持会议。")

    assert (one.kind, one.tier, one.found, one.suggest) == (Kind.TITLE, Tier.SURE, "副市长", ("市长",))


def test_nothing_said_twice_of_one_place(reader):
    found = told(reader, "要按照布署抓好落实，截止2026年3月底全部完成。")

    places = [(one.line, place) for one in found for place in range(one.start, one.end)]
    assert len(places) == len(set(places))
    assert {one.suggest for one in found} == {("部署",), ("截至",)}


def test_a_slip_that_two_rules_mend_alike_is_told_once_by_the_surer(reader):
    (one,) = told(reader, "干部群众要再接再励，做好收尾工作。")

    assert (one.kind, one.tier, one.found, one.suggest) == (Kind.WORD, Tier.SURE, "再接再励", ("再接再厉",))


@pytest.mark.parametrize("text", ["", "\n\n", " ", "abc 123", "😀😀", "\u200b", "、、、"])
def test_odd_texts_end_well(reader, text):
    assert [one.kind for one in told(reader, text)] in ([], [Kind.PUNCTUATION])


@pytest.mark.parametrize("line", ["村民贯侧同志发言。", "位于贯侧村的项目开工。"])
def test_names_and_places_are_never_sure(reader, line):
    assert all(one.tier is not Tier.SURE for one in told(reader, line))


@pytest.mark.parametrize(
    "line",
    [
        "关停了污染严重又没有治理价值的15种小企业6．5万多家，减缓了压力。",
        "时刻端着“守好农民的血汗钱”这杆秤，所有小动作动摇不了人心。",
        "报省人大常委会批准生效，并需报全国人大常委会和国务院备案。",
    ],
)
def test_what_is_counted_and_what_may_be_written_either_way_is_never_sure(reader, line):
    assert all(one.tier is not Tier.SURE for one in told(reader, line))


@pytest.mark.parametrize(
    "line",
    [
        "祝愿全市人民平安祥和、幸福安康。",
        "积极做好预防害虫工作。",
        "与北欧打造绿色合作示范区。",
        "参观秦岭山脉博物馆。",
        "公共场所禁烟没有例外。",
        "究竟标准如何执行？",
        "究竟聘用谁，由集体研究。",
        "地势险峻工程难度大。",
        "合同签订做到应签尽签。",
        "引渡假释人员须依法办理。",
    ],
)
def test_the_end_of_one_word_and_the_beginning_of_another_are_no_wrong_word(reader, line):
    assert reader.suspicions(line, day=DAY) == []


@pytest.mark.parametrize(
    ("line", "found", "right"),
    [
        ("他神态安祥。", "安祥", "安详"),
        ("掉入网络陷井。", "陷井", "陷阱"),
        ("公平竟争。", "竟争", "竞争"),
        ("与他人互相欧打。", "欧打", "殴打"),
        ("负责按装设备。", "按装", "安装"),
    ],
)
def test_a_wrong_word_that_is_one_is_still_found(reader, line, found, right):
    assert [(one.found, one.suggest) for one in reader.suspicions(line, day=DAY)] == [(found, (right,))]


@pytest.mark.parametrize(
    "line",
    [
        "“截止2025年底”应改为“截至2025年底”。",
        "文件把“部署”误写成“布署”，责任编辑被通报批评。",
        "校对提示：“既使”是“即使”之误。",
    ],
)
def test_what_a_text_cites_as_a_slip_is_left_alone(reader, line):
    assert reader.suspicions(line, day=DAY) == []
    assert reader.suspicions("会议布署“两违”整治工作，应当部署到位，防止误判。", day=DAY)


def test_links_side_by_side_are_not_written_twice(reader):
    assert reader.suspicions("政务服务 服务指南 在线办理 在线办理", day=DAY) == []


def test_a_place_at_the_head_of_a_line_is_never_sure(reader):
    assert all(
        one.tier is not Tier.SURE for one in reader.suspicions("2026.07.22 青石镇举办农民运动会", day=DAY)
    )


def test_the_day_that_a_text_is_signed_on():
    text = "关于检查的通知\n定于2026年4月8日检查。\n市农业农村局\n2026年3月30日\n（2026年3月31日印发）\n2026年2月31日\n2027年1月1日"

    assert signed_on(text, DAY) == dt.date(2026, 3, 31)
    assert signed_on("定于2026年3月8日检查。", DAY) is None


def test_halves_of_surrogate_pairs_are_unknown_characters_and_keep_their_places(reader):
    line = "\ud800各级各部门要认真贯侧落实会议精神\udc00，确保公民行使权力。"

    reader.judge([line])

    assert [(one.start, one.found) for one in told(reader, line)] == [(10, "侧")]


def test_what_a_rule_suspects_and_the_speller_is_sure_of_is_sure(reader):
    (seen_by_both,) = told(reader, "工地上一片热火朝夭的景象。")
    (seen_by_the_rule,) = told(reader, "对各类问题分门别内登记造册。")

    assert (seen_by_both.rule, seen_by_both.tier) == ("phrase.成语", Tier.SURE)
    assert (seen_by_the_rule.rule, seen_by_the_rule.tier) == ("phrase.成语", Tier.SUSPECTED)


@pytest.mark.parametrize(
    "phrase",
    ["查漏补种", "恪尽职责", "循序推进", "各司其责", "井井有序", "名列前三", "因需施教", "瓜果累累"],
)
def test_a_phrase_that_only_comes_near_an_idiom_is_meant_so(reader, phrase):
    assert told(reader, f"各地要{phrase}，做实做细。") == []


@pytest.mark.parametrize(
    "line",
    [
        "小事不出网格、大事不出社区、矛盾不上移。",
        "慢进就是退。",
        "要把功夫用在平时。",
        "吃水不忘掘井人。",
        "百闻不如一试。",
        "要一竿子插到基层。",
    ],
)
def test_a_saying_with_a_word_of_its_own_is_meant_so(reader, line):
    assert [one for one in reader.suspicions(line, day=DAY) if one.rule == "phrase.俗语"] == []


@pytest.mark.parametrize(
    "line",
    [
        "，小潢河自村前流过。",
        "云蒙县青石镇召开会议。",
        "青石镇的春耕开始了。",
        "2026.08.25 青石镇全面部署气象服务工作",
        "位于城东，轻石水库水质良好。",
        "2026年11月3日兖州市发布公告。",
        "办事服务_清禾县人民政府",
        "通知公告 - 桐陵市人民政府门户网站",
    ],
)
def test_what_would_only_rename_a_place_is_not_told(reader, line):
    assert reader.suspicions(line, day=DAY) == []


def test_a_known_place_is_told_where_it_is_mistyped(reader):
    assert [one.suggest for one in reader.suspicions("背京市召开会议。", day=DAY)] == [("北",)]
