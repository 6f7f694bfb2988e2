"""How fresh columns are."""

from datetime import timedelta

from bench.stranger.building import fill, item
from bench.stranger.model import Answer, Column, Site
from bench.stranger.planting.kinds import Truth, address, age, fault, near, no, yes
from bench.stranger.rendering import DOCX, docx


@fault("news", ways=4)
def slow_news(site: Site, n: int) -> list[Truth]:
    age(site, "bm", (16, 25, 47, 20)[n])
    if n != 3:
        return []  # the oracle of columns says it
    first = site.columns["bm"].items[0]
    first.when = site.asof + timedelta(days=310)  # a day to come is no update
    site.taken.add(("item", first.number))
    return [yes("L-4b W-V1.5 S-backdate", None, "a day to come hides an old column")]


@near("news", ways=4)
def nearly_slow_news(site: Site, n: int) -> list[Truth]:
    age(site, "bm", (13, 12.2, 13, 12)[n])
    if n == 3:  # an old item stays on top
        items = site.columns["bm"].items
        items.insert(0, items.pop())
    return [no("D-1.4 D-1.9", address(site, "bm"), "部门动态 13 days old")]


@fault("news notice policy", None, ways=4)
def dead_home(site: Site, n: int) -> list[Truth]:
    if n == 3:
        site.home_html += f"<p>今天是{site.asof:%Y年%m月%d日}　农历十月　晴　8～15℃</p>"
    for key in ("bd", "bm", "xz"):
        if key in site.columns:
            age(site, key, site.rng.uniform(17, 40))
    age(site, "tz", 30)
    age(site, "zc", 33)
    return []


@near("news notice policy", None)
def sleepy_home(site: Site, n: int) -> list[Truth]:
    for key, d in (("bd", 13), ("bm", 13), ("xz", 12)):
        if key in site.columns:
            age(site, key, d)
    age(site, "tz", 30)
    age(site, "zc", 33)
    return [no("W-V3", None, "home page updated 13 days ago")]


@fault("news notice policy", ways=4)
def five_slow(site: Site, n: int) -> list[Truth]:
    for key in ("bd", "bm", "xz"):
        age(site, key, site.rng.uniform(17, 60))
    age(site, "tz", 188 if n == 3 else 200)
    age(site, "zc", 190 if n == 3 else 215)
    return []


@near("news notice policy", ways=4)
def four_slow(site: Site, n: int) -> list[Truth]:
    for key in ("bd", "bm", "xz"):
        age(site, key, site.rng.uniform(17, 60))
    age(site, "tz", 200)
    age(site, "zc", (172, 176, 40, 3)[n])
    return [no("W-V4.1", None, "four of five")]


@fault("news people plan blank")
def ten_slow(site: Site, n: int) -> list[Truth]:
    ten(site, 4)
    return []


@near("news people plan blank stats overview")
def nine_slow(site: Site, n: int) -> list[Truth]:
    ten(site, 3)
    return [no("W-V4.2", None, "nine of ten")]


def ten(site: Site, blank: int) -> None:
    for key in ("bd", "bm", "xz"):
        age(site, key, site.rng.uniform(17, 60))
    for key in ("rs", "gh", "yd"):
        age(site, key, site.rng.uniform(380, 600))
    for key in ("xm", "yj", "sp", "jy")[:blank]:
        site.columns[key].items = []


@fault("blank", ways=4)
def five_blank(site: Site, n: int) -> list[Truth]:
    for key in ("xm", "yj", "sp", "jy", "jk"):
        site.columns[key].items = []
        site.columns[key].lead = ("", "<p>暂无内容</p>", "<p>栏目建设中</p>", "<p>内容更新中……</p>")[n]
    return []


@near("blank overview")
def four_blank(site: Site, n: int) -> list[Truth]:
    for key in ("xm", "yj", "sp", "jy"):
        site.columns[key].items = []
    return [no("W-V4.3", None, "four of five")]


@near("blank")
def burst_that_is_none(site: Site, n: int) -> list[Truth]:
    """Three of one day after a month are no burst."""
    items = site.columns["jk"].items
    for one, days in zip(items, (2, 2, 2, 33), strict=False):
        one.when = site.at(days)
    return [no("L-4a", address(site, "jk"), "three items of one day")]


@fault("blank")
def burst(site: Site, n: int) -> list[Truth]:
    """Silent for most of a year, then eight articles on the eve."""
    column = site.columns["jk"]
    fill(site, column, newest=250, n=2)
    fresh = Column("jk", column.name, column.kind)
    fill(site, fresh, newest=1, n=8)
    for one in fresh.items:
        one.when = site.at(1)
    column.items = sorted(fresh.items + column.items, key=lambda one: one.when, reverse=True)
    return [yes("L-4a", None, "eight articles on the eve of the monitoring point")]


@fault("blank")
def repeated(site: Site, n: int) -> list[Truth]:
    """Two columns that show the same articles."""
    jy, jk = site.columns["jy"], site.columns["jk"]
    jk.items = [item(site, one.title, (site.asof - one.when).total_seconds() / 86400) for one in jy.items]
    for mine, other in zip(jk.items, jy.items, strict=True):
        mine.body, mine.when = list(other.body), other.when
    return [
        yes("L-10a L-10d", None, "two columns that show the same"),
        yes("L-10d S-backdate L-10c", None, "", optional=True),
    ]


@near("blank")
def not_blank(site: Site, n: int) -> list[Truth]:
    c = site.columns["xm"]
    c.items = c.items[:1]
    site.columns["yj"].items, site.columns["yj"].lead = (
        [],
        "<p>应急值班电话："
        + site.phone
        + "。遇到突发事件，请立即拨打电话报告，说明时间、地点、人数和现场情况，并按照应急预案的要求组织疏散。</p><p>应急避难场所位于城东体育场和城西公园，平时免费开放。</p>",
    )
    site.columns["sp"].items, site.columns["sp"].lead = (
        [],
        '<p><a href="/upload/sp.docx">食品安全知识手册（第三版）</a></p>',
    )
    site.extra["/upload/sp.docx"] = Answer(
        docx("食品安全知识手册", "生熟食品应当分开存放，剩菜应当彻底加热。"), DOCX
    )
    return [
        yes("L-10b", None, "a column of one item", optional=True),
        *(no("D-1.9 W-V4.3", address(site, k), "not blank") for k in ("xm", "yj", "sp")),
    ]


@fault("policy", ways=4)
def slow_policy(site: Site, n: int) -> list[Truth]:
    age(site, "zc", (200, 240, 330, 188)[n])
    return []


@near("policy", ways=4)
def nearly_slow_policy(site: Site, n: int) -> list[Truth]:
    age(site, "zc", (170, 175, 160, 120)[n])
    if n == 3:  # the oldest first
        site.columns["zc"].items.reverse()
    return [no("D-1.5 D-1.9", address(site, "zc"), "policies under six months")]


@fault("people plan", ways=4)
def slow_people(site: Site, n: int) -> list[Truth]:
    age(site, ("rs", "gh", "rs", "yd")[n], (380, 420, 700, 500)[n])
    return []


@near("people plan", ways=4)
def nearly_slow_people(site: Site, n: int) -> list[Truth]:
    key = ("gh", "rs", "yd", "rs")[n]
    age(site, key, 350)
    if n == 3:  # the oldest first
        site.columns[key].items.reverse()
    return [no("D-1.9", address(site, key), "350 days")]


@fault("stats", ways=4)
def slow_stats(site: Site, n: int) -> list[Truth]:
    age(site, "tj", (100, 130, 200, 95)[n])
    return []


@near("stats", ways=4)
def nearly_slow_stats(site: Site, n: int) -> list[Truth]:
    age(site, "tj", (84, 70, 60, 87)[n])
    return [no("D-2.3", address(site, "tj"), "under three months")]


@fault("notice", ways=4)
def future_day(site: Site, n: int) -> list[Truth]:
    i = site.columns["tz"].items[0]
    site.taken.add(("item", i.number))
    i.when = site.asof.replace(hour=9, minute=5) + timedelta(
        days=(120, 365, 200, 730)[n]
    )  # ahead of the clock, too
    return [yes("L-4b W-V1.5 S-backdate", None, "dated after the day of the check")]


@near("notice", ways=4)
def deadline(site: Site, n: int) -> list[Truth]:
    i = site.columns["tz"].items[0]
    day = site.asof + timedelta(days=60)
    i.body.append(
        (
            f"报名截止时间为{day:%Y年%m月%d日}，逾期不再受理。",
            f"本通告自{day:%Y年%m月%d日}起施行，有效期五年。",
            f"活动时间：{day:%Y-%m-%d}上午9:00，地点：文化广场。",
            f"公示期：{i.when:%Y.%m.%d}—{day:%Y.%m.%d}。",
        )[n]
    )
    return [no("L-4b W-V1.5 S-backdate", address(site, "tz", i), "a deadline to come")]
