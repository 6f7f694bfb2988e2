"""Several units or leaders on one page: what most of them show and one lacks."""

from xunwang.inspector.survey.parallels import lacking_of_leaders, lacking_of_units

UNITS = "办公室：负责文电、会务。电话0999-8801001\n{}\n人事科 负责干部工作。 8801003\n信访科\n职责：接待来访。\n电话：8801004"


def test_a_unit_without_its_number_or_its_duties_is_seen():
    assert lacking_of_units(UNITS.format("财务科：负责财务。电话：")) == ("联系方式",)
    assert lacking_of_units(UNITS.format("财务科 8801002")) == ("职责",)


def test_units_that_all_show_or_all_lack_the_same_are_no_fault_of_one():
    assert lacking_of_units(UNITS.format("财务科：负责财务，8801002")) == ()
    assert lacking_of_units("办公室：负责文电。\n财务科：负责财务。\n人事科：负责人事。") == ()


LEADERS = "领导信息\n王乐和 县长\n男，1970年3月生，大学学历。\n分工：主持全面工作。\n{}\n赵三木 副县长（挂职）\n历任科长、局长。\n协助李又安抓教育。"


def test_a_leader_without_curriculum_or_duties_is_seen():
    assert lacking_of_leaders(LEADERS.format("李又安\n副县长\n个人简历\n分管财政。"), ()) == ("简历",)
    assert lacking_of_leaders(LEADERS.format("李又安\n副县长\n女，1980年1月生。"), ()) == ("分管工作",)


def test_a_label_that_leads_to_the_curriculum_is_enough():
    assert lacking_of_leaders(LEADERS.format("李又安\n副县长\n个人简历\n分管财政。"), {"个人简历"}) == ()


def test_words_of_a_menu_are_no_leaders():
    menu = "办事服务\n市长信箱\n"
    assert lacking_of_leaders(menu + LEADERS.format("李又安 副县长\n毕业于师范。\n负责文化。"), ()) == ()


POST_FIRST = "县长 甲某某\n简历：1975年生，大学学历。\n分工：主持全面工作。\n副县长　乙某某\n{}\n副县长 宗政某某\n简历：1980年生，研究生学历。\n分工：负责水利方面工作。"


def test_leaders_whose_post_stands_before_their_name_are_told_apart() -> None:
    whole = "简历：1978年生，大学学历。\n分工：负责工业方面工作。"
    assert lacking_of_leaders(POST_FIRST.format(whole), ()) == ()
    assert lacking_of_leaders(POST_FIRST.format("简历：\n分工：负责工业方面工作。"), ()) == ("简历",)
    assert lacking_of_leaders(POST_FIRST.format("简历：\n分工："), ()) == ("简历", "分管工作")


def test_lines_that_name_a_post_without_a_person_begin_nobody() -> None:
    text = "县长 信箱\n副县长 分工情况\n县委书记 公开电话\n副县长 丙某某\n简历：1980年生。\n分工：负责水利。"
    assert lacking_of_leaders(text, ()) == ()


def test_leaders_in_the_rows_of_a_table_are_told_apart() -> None:
    rows = "县长 甲某某 简历：1975年生，大学学历。 分工：主持全面工作。\n副县长 乙某某 简历： 分工：\n副县长 丙某某 简历：1980年生，大学学历。 分工：负责水利方面工作。"
    assert lacking_of_leaders(rows, ()) == ("简历", "分管工作")
