"""Standing pages and reprints: leaders under a heading or in a list, duties beside the name of their column, whose text an article is."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SHANGHAI, Attempt, PageRow, Particulars, Reach
from xunwang.inspector.read import read_page
from xunwang.inspector.survey.particulars import particulars_of

HOME = "http://www.heping.gov.cn/"
WAY = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/ld/">领导信息</a></div>'


def told(title: str, main: str, *, way: str = WAY, head: str = "") -> Particulars:
    page = f"<html><head><meta charset='utf-8'><title>{title}_和平县人民政府</title>{head}</head><body>{way}<div class='main'>{main}</div></body></html>"
    url = f"{HOME}ld/1.html"
    read = read_page(page.encode(), url, home=HOME, today=dt.date(2026, 3, 31))
    attempt = Attempt(at=dt.datetime(2026, 3, 31, tzinfo=SHANGHAI), reach=Reach.OK, status=200)
    found = particulars_of(
        PageRow(page=read, key=key_of(url), depth=2, parent=HOME, attempt=attempt, evidence=None)
    )
    assert found is not None
    return found


def test_a_name_may_be_the_heading() -> None:
    text = "<p>职务：副县长</p><p>简历：1981年3月出生，大学学历。</p>"
    assert set(told("王乐和", f"<h2>王乐和</h2>{text}").holds) == {"姓名", "职务", "简历"}
    assert told("领导信息", f"<h2>领导信息</h2>{text}").holds == ("职务", "简历")


def test_each_of_several_leaders_may_be_headed_by_the_name() -> None:
    text = "<p>职务：{}</p><p>简历：1981年3月出生，大学学历。</p><p>分管工作：农业农村。</p>"
    leaders = "".join(
        f"<div><h3>{name}</h3>{text.format(post)}</div>"
        for name, post in (("王乐和", "县长"), ("李又安", "副县长"))
    )
    assert "姓名" in told("领导信息", f"<h2>领导信息</h2>{leaders}").holds


def test_a_list_of_leaders_is_the_page_of_none() -> None:
    rows = "".join(
        f"<li><a href='/ld/{n}.html'>{name}　{post}</a></li>"
        for n, (name, post) in enumerate((("王乐和", "县长"), ("李又安", "副县长"), ("赵同春", "副县长")))
    )
    assert told("领导信息", f"<h2>领导信息</h2><ul>{rows}</ul>").holds == ()


def test_a_name_may_stand_before_its_office() -> None:
    text = "<p>分管工作：主持全面工作</p><p>简历：1972年9月出生</p>"
    assert "姓名" in told("领导介绍", f"<p>郑乐和　党组书记、局长</p>{text}").holds
    for nobody in ("党组书记、局长", "职务　局长"):
        assert "姓名" not in told("领导介绍", f"<p>{nobody}</p>{text}").holds


def test_links_that_name_several_offices_make_a_list_of_leaders() -> None:
    links = "<a href='/ld/1.html'>县长　王乐和</a><a href='/ld/2.html'>副县长　李又安</a>"
    assert told("领导信息", f"<h2>领导信息</h2><div>{links}</div>").holds == ()


def test_links_that_are_names_beside_offices_make_a_list_of_leaders() -> None:
    rows = "<p>县长　<a href='/ld/2.html'>王乐和</a></p><p>副县长　<a href='/ld/3.html'>李又安</a></p>"
    assert told("领导信息", f"<h2>领导信息</h2>{rows}").holds == ()


def test_a_name_may_stand_before_the_office_and_the_words_about_both() -> None:
    text = "<p>王乐和，局长。简历：1981年3月出生。分管工作：主持全面工作。</p>"
    assert "姓名" in told("领导信息", f"<h2>领导信息</h2>{text}").holds


def test_the_name_of_a_column_is_no_duty() -> None:
    way = WAY.replace("领导信息", "机构职能")
    where = "<h3>联系方式</h3><p>办公地址：和平路1号　联系电话：0799-6223344</p>"
    assert told("机构职能", f"<h2>机构职能</h2>{where}", way=way).holds == ("联系方式",)
    duties = "<p>（一）拟订有关规划并组织实施。</p>"
    assert told("机构职能", f"<h2>机构职能</h2>{duties}{where}", way=way).holds == ("职责", "联系方式")


def test_a_newspaper_speaks_of_itself_in_a_reprint() -> None:
    way = WAY.replace("领导信息", "工作动态")
    head = (
        "<meta name='SiteName' content='和平县人民政府'><meta name='ContentSource' content='和平县人民政府'>"
    )
    info = "<h1>全县春耕有序推进</h1><div>发布时间：2026-03-05 10:20</div>"
    body = "记者从有关部门了解到，今年以来各地春耕备耕工作有序推进，农资供应充足。" * 4
    assert told(
        "全县春耕有序推进", f"{info}<p>本报讯（新华社记者韩立新）{body}</p>", way=way, head=head
    ).reprint
    assert not told("全县春耕有序推进", f"{info}<p>{body}</p>", way=way, head=head).reprint
    for line in ("央视网消息：", "（光明日报记者 李远航）", "经济日报北京8月27日讯　记者周立平报道："):
        assert told("全县春耕有序推进", f"{info}<p>{line}{body}</p>", way=way, head=head).reprint, line
    thanks = "<p>活动得到光明日报、经济日报等媒体关注。</p>"
    assert not told("全县春耕有序推进", f"{info}{thanks}<p>{body}</p>", way=way, head=head).reprint
    named = f"{info}<p>新华社北京9月1日电　{body}</p><p>（转自：新华网）</p>"
    assert not told("全县春耕有序推进", named, way=way).reprint
    head = head.replace(
        "'ContentSource' content='和平县人民政府'", "'ContentSource' content='和平县人民政府办公室'"
    )
    assert told("全县春耕有序推进", f"{info}<p>据新华社北京9月1日电　{body}</p>", way=way, head=head).reprint


def leaders(*people: tuple[str, str, str, str]) -> str:
    return "".join(
        f"<div><h3>{name}　{post}</h3><p>个人简历：{life}</p><p>工作分工：{work}</p></div>"
        for name, post, life, work in people
    )


LIFE, WORK = "1978年出生，大学学历，曾任乡镇负责人。", "负责水利、农业工作。"


def test_a_label_below_which_nothing_stands_is_missing() -> None:
    both = leaders(("王乐和", "县长", LIFE, WORK), ("李又安", "副县长", "", WORK))
    assert told("领导信息", both).lacks == ("简历",)
    one = "<h1>王乐和</h1><p>职务：副县长</p><div><b>工作简历</b><p>{}</p></div><div><b>分管工作</b><p>{}</p></div>"
    assert told("王乐和", one.format("", WORK)).lacks == ("简历",)
    assert told("王乐和", one.format(LIFE, "")).lacks == ("分管工作",)
    assert told("王乐和", one.format(LIFE, WORK)).lacks == ()
    terms = "<h2>王乐和</h2><dl><dt>职务</dt><dd>局长</dd><dt>分工</dt><dd>{}</dd></dl>"
    assert told("领导信息", terms.format("主持全面工作")).lacks == ()
    assert told("领导信息", terms.format("")).lacks == ("分管工作",)


def test_labels_in_a_row_have_their_values_behind_them() -> None:
    tabs = "<h2>王乐和</h2><p>职务：局长</p><ul><li>个人简历</li><li>工作分工</li></ul><div><p>男，1978年出生，大学学历。</p></div><div><p>负责全面工作。</p></div>"
    assert told("领导信息", tabs).lacks == ()


def test_of_two_people_under_labels_one_may_lack_what_the_other_shows() -> None:
    cell = "<tr><td>姓名：{}<br>职务：{}{}</td></tr>"
    more = f"<br>分管：主持全面工作<br>简历：{LIFE}"
    rows = cell.format("王乐和", "局长", more) + cell.format("李又安", "副局长", "")
    assert set(told("领导信息", f"<table>{rows}</table>").lacks) == {"简历", "分管工作"}
    rows = cell.format("王乐和", "局长", "") + cell.format("李又安", "副局长", "")
    assert told("领导信息", f"<table>{rows}</table>").lacks == ()


def test_labels_that_lead_to_pages_of_their_own_are_not_empty() -> None:
    row = "<div><h3>{0}</h3><p>{1}</p><p><a href='/l/{2}j.html'>简历</a></p><p><a href='/l/{2}f.html'>分管工作</a></p></div>"
    rows = row.format("王乐和", "县长", 1) + row.format("李又安", "副县长", 2)
    assert told("领导信息", rows).lacks == ()
