"""Marks, tags, search and pages."""

from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import QUIET, Truth, address, age, fault, near, no, pick, yes


@fault("marks", ways=5)
def lost_mark(site: Site, n: int) -> list[Truth]:
    if n == 2:
        site.flags["shown_code"] = f"{int(site.code) + 4321:010d}"
        return [yes("D-4.2", None, "another website's code")]
    if n == 3:
        site.flags["commented"] = "police"
        return [yes("D-4.2", None, "the police's mark is commented out")]
    site.flags["no_marks"] = (("police",), ("map",), (), (), ("organiser",))[n]
    return [yes("D-4.2", None, f"without {site.flags['no_marks'][0]}"), yes("L-15", None, "", optional=True)]


@fault("marks", ways=4)
def lost_mark_two(site: Site, n: int) -> list[Truth]:
    site.flags["no_marks"] = (("contact",), ("conac",), ("icp",), ("code",))[n]
    return [yes("D-4.2", None, f"without {site.flags['no_marks'][0]}")]


@near("marks", ways=2)
def plain_marks(site: Site, n: int) -> list[Truth]:
    """Marks without links, or the police's as a picture with words."""
    site.flags["plain"] = ("text", "picture")[n]
    return [no("D-4.2", None, "marks without links")]


@fault("entry", ways=4)
def lost_entry(site: Site, n: int) -> list[Truth]:
    if n == 0:
        site.flags["no_entry"] = True
    elif n == 3:
        site.flags["commented"] = "entry"
    elif n == 1:
        site.flags["entry_code"] = f"{int(site.code) + 1234:010d}"
    else:
        site.flags["old_entry"] = True
    return [
        yes(
            "D-4.4",
            None,
            ("no entrance", "another website's entrance", "the old entrance", "commented out")[n],
        ),
        yes("D-4.3", "121.43.68.40", "the old entrance does not open any more", optional=True),
    ]


@fault("search", ways=4)
def bad_search(site: Site, n: int) -> list[Truth]:
    site.flags["search"] = ("none", "broken", "empty", "deaf")[n]
    return [
        yes("D-4.5", None, f"search {site.flags['search']}"),
        yes("L-15", None, "", optional=True),
    ]


@near("search", ways=1)
def counted_search(site: Site, n: int) -> list[Truth]:
    site.flags["search"] = "counted"
    return [no("D-4.5", None, "results over an address that counts visits")]


@fault("tags", ways=4)
def bad_tags(site: Site, n: int) -> list[Truth]:
    if n == 0:
        site.flags["no_item_tags"] = True
    elif n == 1:
        site.flags["no_column_tags"] = True
    elif n == 2:
        site.flags["tag_code"] = "3" * 10
    else:
        site.flags["tag_host"] = "www.jiuzhan.gov.cn"
    words = ("no article tags", "no column tags", "another code in the tag", "another host in the tag")[n]
    return [yes("D-4.7", None, words)]


@near("tags")
def seconds(site: Site, n: int) -> list[Truth]:
    for c in site.columns.values():
        for i in c.items:
            i.seconds = True
    return [no("D-4.7 L-4", None, "seconds beside a tag of minutes")]


@fault("times")
def coarse(site: Site, n: int) -> list[Truth]:
    for c in site.columns.values():
        for i in c.items:
            i.precise = False
    return [yes("L-4", None, "no hour and minute")]


@fault("source", ways=4)
def reprint(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.source = None
    i.body.insert(
        0,
        (
            "新华社北京9月3日电（记者周明、吴海）记者从有关部门了解到，",
            "人民日报9月2日讯（记者陈思齐）",
            "本报讯（新华社记者韩立新）",
            "据新华社北京9月1日电　",
        )[n]
        + "今年以来各地基层治理工作取得新进展。",
    )
    return [yes("L-6", address(site, key, i), "a reprint that names no source")]


@near("source")
def own_text(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, *QUIET)
    i.source = None
    if n == 1:
        i.body[0] = "新华社北京9月3日电　" + i.body[0]
        i.body.append("（来源：新华社）")
    elif n == 2:
        i.body.append("本次活动得到人民日报社、新华社等媒体关注。")
    words = ("an own text without source", "the source at the end", "an own text that names newspapers")[n]
    return [no("L-6", address(site, key, i), words)]


@fault("topic")
def old_topic(site: Site, n: int) -> list[Truth]:
    age(site, "z1", (800, 900, 1200)[n])
    return [yes("L-10", None, "a topic of years ago, not archived")]


@near("topic")
def archived_topic(site: Site, n: int) -> list[Truth]:
    age(site, "z1", 900)
    site.columns["z1"].lead = (
        "<p>本专题已归档，内容不再更新。</p>",
        '<p class="tip">（归档专题）</p>',
        "<p>提示：该专题活动已结束，栏目停止更新，仅供查阅。</p>",
    )[n]
    return [no("L-10", address(site, "z1"), "archived")]


@fault("leave")
def no_leave(site: Site, n: int) -> list[Truth]:
    site.flags["leave"] = False
    return [yes("L-11", None, "no prompt before leaving")]


@near("leave elsewhere", ways=2)
def no_strangers(site: Site, n: int) -> list[Truth]:
    site.flags["leave"] = False if n == 0 else "file"
    if n == 0:
        site.flags["friends"] = [f for f in site.flags["friends"] if ".gov.cn" in f[1]]
    else:
        site.extra["/js/lk.js"] = Answer(
            "function lk(a){if(a.host.indexOf('.gov.cn')<0&&!confirm('您即将离开本网站，是否继续访问？')){return false}}".encode(),
            "application/javascript",
        )
    return [no("L-11", None, ("no links but to government sites", "a prompt in a file of its own")[n])]


@fault("media", ways=4)
def autoplay(site: Site, n: int) -> list[Truth]:
    html = (
        '<video src="/v.mp4" autoplay loop></video>',
        '<audio src="/v.mp4" autoplay="autoplay"></audio>',
        '<embed src="/v.mp4" autostart="true">',
        '<bgsound src="/v.mp4" loop="-1">',
    )[n]
    site.home_html += html
    site.extra["/v.mp4"] = Answer(b"\0" * 64, "video/mp4")
    return [yes("L-12", None, html)]


@near("media")
def video(site: Site, n: int) -> list[Truth]:
    site.home_html += (
        '<video src="/v.mp4" controls preload="none"></video>',
        '<!-- <video src="/v.mp4" autoplay></video> --><p>访谈视频回放</p>',
        '<a href="/v.mp4"><img src="/images/logo.png" alt="点击观看视频"></a>',
    )[n]
    site.extra["/v.mp4"] = Answer(b"\0" * 64, "video/mp4")
    return [no("L-12", None, "a video that waits")]


@fault("access")
def no_access(site: Site, n: int) -> list[Truth]:
    site.flags["access"] = False
    return [yes("L-13", None, "no way in for the aged")]


@near("access", ways=2)
def access_in_pictures(site: Site, n: int) -> list[Truth]:
    site.flags["access"] = ("picture", "aged")[n]
    return [no("L-13", None, ("a picture as the way in", "the way in called 适老化")[n])]


@near("tools", ways=2)
def tools_in_pictures(site: Site, n: int) -> list[Truth]:
    site.flags["tools"] = ("icons", "plugin")[n]
    return [no("L-15", None, ("icons that tell by titles", "a sharing service")[n])]


@fault("tools")
def no_tools(site: Site, n: int) -> list[Truth]:
    site.flags["tools"] = False
    return [yes("L-15", None, "no printing, no sharing")]


@fault("template")
def odd_template(site: Site, n: int) -> list[Truth]:
    for i in site.columns["tz"].items[::2]:
        i.odd = True
        site.taken.add(("item", i.number))
    return [
        yes("L-2", None, "articles of one column in two makes"),
        yes("L-15 L-6 L-4 D-4.7 L-4c", None, "", optional=True),
    ]


@fault("speed", None)
def slow_home(site: Site, n: int) -> list[Truth]:
    site.flags["home_delay"] = 3.4
    return [yes("L-3", None, "3.4 s")]


@near("speed", None)
def brisk_home(site: Site, n: int) -> list[Truth]:
    site.flags["home_delay"] = 1.2
    return [no("L-3", None, "1.2 s")]
