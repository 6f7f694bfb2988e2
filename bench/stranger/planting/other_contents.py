"""What other authors would plant in columns, letters, guides and articles for the same indicators, and what they would take for innocent."""

import re
from datetime import timedelta

from bench.stranger.building import fill
from bench.stranger.model import Answer, Letter, Site, months_before
from bench.stranger.planting.kinds import QUIET, Truth, address, age, called, fault, near, no, pick, says, yes
from bench.stranger.rendering import DOCX, PNG, docx, table

EXCUSES = ("<p>暂无数据！</p>", "<p>没有找到符合条件的记录</p>", "<p>共0条　第1/1页</p>", "<p>敬请期待……</p>")


@fault("blank", ways=4)
def empty_in_other_words(site: Site, n: int) -> list[Truth]:
    for key in ("xm", "yj", "sp", "jy", "jk"):
        site.columns[key].items, site.columns[key].lead = [], EXCUSES[n]
    return []


@near("blank", ways=4)
def full_without_list(site: Site, n: int) -> list[Truth]:
    """Five columns that hold no list and yet something."""
    for key in ("xm", "yj", "sp", "jy", "jk"):
        phone = f"0799-{site.rng.randint(2000000, 8999999)}"
        site.columns[key].items = []
        site.columns[key].lead = (
            f'<p><img src="/images/{key}.jpg" alt="现场图"><br>现场图</p>',
            f"<table><tr><th>单位</th><th>值班电话</th></tr><tr><td>应急中心</td><td>{phone}</td></tr></table>",
            f'<iframe src="/upload/{key}.pdf" width="100%" height="900"></iframe>',
            f'<video src="/v/{key}.mp4" controls width="640"></video><p>短片：{site.columns[key].name}</p>',
        )[n]
        site.extra[f"/images/{key}.jpg"] = Answer(PNG, "image/png")
        site.extra[f"/upload/{key}.pdf"] = Answer(b"%PDF-1.4\n%%EOF", "application/pdf")
        site.extra[f"/v/{key}.mp4"] = Answer(b"\0" * 64, "video/mp4")
    columns = [
        no("D-1.9 W-V4.3", address(site, k), "holds something") for k in ("xm", "yj", "sp", "jy", "jk")
    ]
    return [
        no("W-V4.3", None, "five columns without lists"),
        yes("L-10b L-10a", None, "", optional=True),
        *columns,
    ]


@fault("blank", ways=2)
def burst_otherwise(site: Site, n: int) -> list[Truth]:
    """Silent for long, then a dozen in one minute."""
    column = site.columns["jk"]
    fill(site, column, newest=(1, 2)[n], n=12)
    for one in column.items[:10]:
        one.when = column.items[0].when
    for number, one in enumerate(column.items[10:]):
        one.when = site.at(260 + number * 9)
    return [yes("L-4a", None, "ten articles in one minute")]


@fault("news notice policy", ways=3)
def home_only_looks_fresh(site: Site, n: int) -> list[Truth]:
    for key, days in (("bd", 18), ("bm", 21), ("xz", 19), ("tz", 30), ("zc", 33)):
        age(site, key, days)
    ahead = site.asof + timedelta(days=20)
    site.home_html += (
        f'<div class="notice"><p>系统将于{ahead:%Y年%m月%d日}22:00进行维护</p></div>',
        f"<p>天气预报　{site.asof:%m月%d日}　晴转多云　12～20℃</p><p>访问量：{site.asof:%Y%m%d}</p>",
        f"<p>Copyright © 2010-{site.asof:%Y}　最后生成：{site.asof:%Y-%m-%d %H:%M}</p>",
    )[n]
    return []


@near("news notice policy", ways=2)
def home_fresh_elsewhere(site: Site, n: int) -> list[Truth]:
    """The lists rest, one notice or one of the towns does not."""
    for key, days in (("bd", 18), ("bm", 21), ("xz", 19), ("tz", 30), ("zc", 33)):
        age(site, key, days)
    age(site, ("tz", "bm")[n], 2)
    return [no("W-V3", None, "one list of the home page is fresh")]


@fault("policy", ways=3)
def policy_by_a_day(site: Site, n: int) -> list[Truth]:
    """Over six months by a day or two."""
    due = months_before(site.asof, 6)
    age(site, "zc", (site.asof - due).days + (1, 2, 5)[n])
    return []


@near("policy", ways=2)
def policy_on_the_day(site: Site, n: int) -> list[Truth]:
    age(site, "zc", (site.asof - months_before(site.asof, 6)).days - (0, 1)[n])
    return [no("D-1.5", address(site, "zc"), "on the last day of six months")]


@fault("wording", None, ways=4)
def wrong_wording_elsewhere(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    wrong = ("台湾等国家", "日本、韩国、台湾三国", "全国人名代表大会", "香港等国家")[n]
    if n == 0:
        i.title = "我局组织企业赴香港、台湾等国家考察"
    elif n == 1:
        i.raw += (
            f"<table><tr><th>序号</th><th>内容</th></tr><tr><td>1</td><td>赴{wrong}参展</td></tr></table>"
        )
    elif n == 2:
        path = f"/files/w{i.number}.docx"
        i.files.append(("附件：宣讲提纲.docx", path))
        site.extra[path] = Answer(
            docx("宣讲提纲", f"一、学习{wrong}会议精神。", "二、结合实际抓好落实。"), DOCX
        )
        return [yes("W-V1.1 P-set_phrase P-spelling P-word", None, "wrong wording in an attachment")]
    else:
        i.raw += f"<blockquote>展会吸引了来自日本、{wrong}的客商。</blockquote>"
    where = address(site, key, i) if n else None  # a title stands in lists, too
    return [yes("W-V1.1 P-set_phrase P-spelling P-word", where, f"wrong wording: {wrong}")]


@near("wording", None, ways=4)
def right_wording_elsewhere(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    words = (
        "台湾同胞、港澳同胞和海外侨胞欢聚一堂，共话发展。",
        "台湾省籍代表参加了分组讨论。",
        "参会的有来自香港、澳门、台湾等地区的客商。",
        "会前，全体人员收看了党的二十届三中全会精神宣讲直播。",
    )[n]
    return says(site, key, i, words, "W-V1.1 P-set_phrase P-spelling P-word")


@fault("secret", None, ways=4)
def secret_elsewhere(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    if n == 0:
        i.raw += "<table><tr><td>密级：秘密</td><td>份号：000012</td></tr></table>"
    elif n == 1:
        i.body.insert(0, "（此件属内部资料，严禁外传）")
    elif n == 2:
        i.body.insert(0, "秘 密 ★ 启用前")
    else:
        path = f"/files/m{i.number}.csv"
        i.files.append(("工作台账.csv", path))
        site.extra[path] = Answer(
            table([["机密★5年"], ["序号", "事项"], ["1", "重点部位值守"]]), "text/csv; charset=utf-8"
        )
        return [yes("W-V1.2 S-secrecy", None, "a secret table")]
    return [yes("W-V1.2 S-secrecy", address(site, key, i), "a mark of secrecy")]


@near("secret", None, ways=3)
def no_secret(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    words = (
        "投标人应当保守招标过程中知悉的商业秘密和个人隐私。",
        "本次考试试题启用前按机密级事项管理，现已启用。",
        "涉及国家秘密、商业秘密、个人隐私的政府信息不予公开。",
    )[n]
    return says(site, key, i, words, "W-V1.2 S-secrecy")


@fault("forged", None, ways=3)
def old_text_as_new(site: Site, n: int) -> list[Truth]:
    """An old text under a new day, or a day that the address or the tag betrays."""
    if n == 0:
        _, old = pick(site, "bm")
        _, i = pick(site, "tz", "sp") if site.portal else pick(site, "tz")
        i.body, old.when = list(old.body), old.when - timedelta(days=300)
        i.title = old.title
        i.body += site.words.paragraphs(4)  # of some length
        old.body = list(i.body)
    else:
        _, i = pick(site, "bm", "tz", "bd")
        i.tagged = i.when + timedelta(days=(0, 40, -63)[n])
    indicators = "W-V1.5 S-backdate L-4c D-4.7 L-10d"
    return [
        yes(indicators, None, "an old text, or another day in the tag"),
        yes("D-4.7 L-10d L-10c S-backdate", None, "", optional=True),
    ]


@fault("replies", None, ways=3)
def unanswered_by_a_day(site: Site, n: int) -> list[Truth]:
    x = site.letters[-1]
    x.asked = months_before(site.asof, 3) - timedelta(days=(2, 5, 1)[n], hours=site.asof.hour - 9)
    x.answered = None
    if n == 1:  # two at once
        y = site.letters[-2]
        y.asked, y.answered = x.asked - timedelta(days=40), None
    return [yes("W-V5.2", None, "over three months by days")]


@near("replies", None, ways=2)
def almost_unanswered(site: Site, n: int) -> list[Truth]:
    x = site.letters[-1]
    x.asked, x.answered = months_before(site.asof, 3) + timedelta(days=(1, 3)[n]), None
    return [no("W-V5.2", None, "three months are not over")]


@fault("words", ways=4)
def evasive_in_other_words(site: Site, n: int) -> list[Truth]:
    x = site.letters[1]
    x.answer = (
        "已阅。",
        "您好，请拨打12345热线咨询。",
        "您好，您的建议很好，我们将认真研究。",
        "您好，您所反映的情况我们已经了解，谢谢！",
    )[n]
    return [yes("D-3.4", None, x.answer)]


@near("words", ways=3)
def short_but_true(site: Site, n: int) -> list[Truth]:
    x = site.letters[1]
    x.answer = (
        "您好，不需要，凭身份证即可办理。",
        "您好，该路段已于10月12日恢复供水。",
        "您好，您反映的小区不在今年改造范围内，已列入明年计划，联系电话0799-2288776。",
    )[n]
    return [no("D-3.4", None, x.answer)]


@fault("overview", ways=3)
def old_overview(site: Site, n: int) -> list[Truth]:
    c, y = site.columns["zl"], site.asof.year - 1
    c.text = c.text.replace(f"{y}年末", f"{y - 6}年末").replace(
        f"{y}年，", (f"{y - 6}年，", f"{y - 5}年，", f"到{y - 6}年底，")[n]
    )
    return [yes("D-1.1", address(site, "zl"), "figures six years old")]


@near("overview", ways=3)
def overview_by_other_names(site: Site, n: int) -> list[Truth]:
    return called(
        site, "zl", (f"魅力{site.place[:2]}", f"{site.place}概览", f"{site.place[:2]}名片")[n], "D-1.1 L-9"
    )


@near("duties", ways=3)
def duties_by_other_names(site: Site, n: int) -> list[Truth]:
    return called(site, "jg", ("部门职责", "机构概况", "机构设置")[n], "D-1.2 L-9")


@fault("leaders", ways=2)
def one_leader_lacks(site: Site, n: int) -> list[Truth]:
    """One of three lacks what the others show."""
    c = site.columns["ld"]
    parts = c.text.split("<div class='leader'>")
    parts[-1] = re.sub((r"<p>简历.*?</p>", r"<p>分管工作.*?</p>")[n], "", parts[-1])
    c.text = "<div class='leader'>".join(parts)
    return [yes("D-1.3", address(site, "ld"), "one of three lacks a field")]


@near("leaders", ways=3)
def leaders_by_other_names(site: Site, n: int) -> list[Truth]:
    return called(site, "ld", ("领导之窗", "领导班子", "领导介绍")[n], "D-1.3 L-9")


@fault("reading", ways=2)
def linked_to_lists(site: Site, n: int) -> list[Truth]:
    """The links lead to the columns instead of the pages."""
    for key, other in (("zc", "jd"), ("jd", "zc")):
        for i in site.columns[key].items if n or key == "jd" else []:
            i.links = [(t, f"column:{other}") for t, _ in i.links]
    return [yes("D-1.8", None, "linked to the columns only")]


@near("reading", ways=2)
def reading_by_other_names(site: Site, n: int) -> list[Truth]:
    return called(site, "jd", ("解读回应", "政策图解")[n], "D-1.6 L-9")


@fault("replies", ways=2)
def no_new_reply(site: Site, n: int) -> list[Truth]:
    """The newest answer is two months and some days old, while questions of last week wait."""
    gap = site.asof - months_before(site.asof, 2) + timedelta(days=(2, 6)[n])
    shift = gap - min(site.asof - x.answered for x in site.letters)
    for x in site.letters:
        x.asked, x.answered = x.asked - shift, x.answered - shift
    first = site.letters[0]
    site.letters.insert(
        0, Letter("咨询：公交线路的有关情况", site.next(), site.at(4), None, first.question, "", None)
    )
    return [yes("D-3.3", None, "no reply for two months and days")]
