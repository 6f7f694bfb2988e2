"""Standing information, policies and their interpretations."""

import re

from bench.stranger.model import Site
from bench.stranger.planting.kinds import Truth, address, drop, fault, near, no, yes


@fault("overview", ways=4)
def no_overview(site: Site, n: int) -> list[Truth]:
    if n == 0:
        drop(site, "zl")
        return [yes("D-1.1", None, "no 概况"), yes("L-9", None, "no 概况", optional=True)]
    if n == 3:
        site.columns["zl"].text = "<p>本栏目内容正在整理，敬请期待。</p>"
        return [
            yes("D-1.1 D-1.9", None, "a word of excuse"),  # once only (P9)
            yes("L-9 L-10b", None, "", optional=True),
        ]
    y = site.asof.year - 1
    site.columns["zl"].text = site.columns["zl"].text.replace(str(y), str(y - 4 - n))
    return [yes("D-1.1", address(site, "zl"), "statistics five years old")]


@near("overview", ways=4)
def last_years_overview(site: Site, n: int) -> list[Truth]:
    if n == 3:
        site.columns["zl"].text += "<p>1949年建县，2003年撤乡设镇，2012年创成省级园林城市。</p>"
    return [no("D-1.1", None, "statistics of last year")]


@fault("duties", ways=4)
def no_duties(site: Site, n: int) -> list[Truth]:
    if n < 2:
        drop(site, "jg")
        return [yes("D-1.2", None, "no 机构职能"), yes("L-9", None, "no 机构职能", optional=True)]
    c = site.columns["jg"]
    duties, contact = c.text.split("<h3>联系方式")
    c.text = duties if n == 2 else "<h3>联系方式" + contact
    return [
        yes("D-1.2", address(site, "jg"), "no address, no telephone" if n == 2 else "no duties"),
        yes("L-9", None, "", optional=True),
    ]


@near("duties")
def duties_in_other_words(site: Site, n: int) -> list[Truth]:
    c = site.columns["jg"]
    words = (
        (("主要职责", "职能配置"), ("联系方式", "办公信息")),
        (("主要职责", "机构职责"), ("联系电话", "咨询热线"), ("办公地址", "地　　址")),
        (("<h3>主要职责</h3>", "<p><strong>工作职责：</strong></p>"), ("<h3>联系方式</h3>", "")),
    )[n]
    for usual, other in words:
        c.text = c.text.replace(usual, other)
    return [no("D-1.2 L-9", address(site, "jg"), "duties in other words")]


@fault("leaders", ways=4)
def no_leaders(site: Site, n: int) -> list[Truth]:
    if n == 0:
        drop(site, "ld")
        return [yes("D-1.3", None, "no 领导信息"), yes("L-9", None, "no 领导信息", optional=True)]
    c = site.columns["ld"]
    for lost in (("简历",), ("分管工作",), ("简历", "分管工作"))[n - 1]:
        c.text = re.sub(rf"<p>{lost}.*?</p>", "", c.text)
    return [
        yes("D-1.3", address(site, "ld"), ("no résumé", "no duties", "names and posts only")[n - 1]),
        yes("L-9", None, "", optional=True),
    ]


@near("leaders")
def leaders_in_other_words(site: Site, n: int) -> list[Truth]:
    c = site.columns["ld"]
    if n == 0:
        c.text = re.sub(r"<h3>(.*?)</h3><p>职务：", r"<p><b>\1</b>　", c.text)
        c.text = c.text.replace("简历：", "个人简历：").replace("分管工作：", "工作分工：")
    elif n == 1:
        c.text = re.sub(r"</?(h3|p|div)[^>]*>", "\n", c.text).replace("简历：", "").replace("分管工作：", "")
        c.text = "".join(f"<p>{line}</p>" for line in c.text.split("\n") if line)
    else:
        rows = re.findall(r"<h3>(.*?)</h3><p>职务：(.*?)</p><p>简历：(.*?)</p><p>分管工作：(.*?)</p>", c.text)
        head = "<tr><th>姓名</th><th>职务</th><th>简历</th><th>分工</th></tr>"
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        c.text = f"<table>{head}{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    return [no("D-1.3 L-9", address(site, "ld"), "leaders in other words")]


@fault("reading", ways=4)
def no_reading(site: Site, n: int) -> list[Truth]:
    if n == 3:
        for i in site.columns["zc"].items:
            i.links = []
        site.columns["jd"].items = []
    else:
        drop(site, "jd")
    return [
        yes("D-1.6 D-1.9", None, "no 政策解读"),
        yes("D-1.7", None, "consequence", optional=True),
        yes("L-9 D-1.8 D-1.7a", None, "", optional=True),
    ]


@fault("reading")
def uninterpreted(site: Site, n: int) -> list[Truth]:
    for i in site.columns["jd"].items:
        i.title = f"《{site.words.scheme()}》政策解读"
        i.body[0] = "现就有关政策解读如下。"
        i.links = []
    for i in site.columns["zc"].items:
        i.links = []
    return [yes("D-1.7", None, "no policy file interpreted"), yes("D-1.8 D-1.7a", None, "", optional=True)]


@fault("reading", ways=4)
def unlinked(site: Site, n: int) -> list[Truth]:
    if n == 3:
        for i in site.columns["zc"].items:
            i.links = [(words, "/") for words, _ in i.links]
        return [yes("D-1.8", None, "the link to the reading leads to the home page")]
    for i in site.columns["zc"].items if n != 1 else []:
        i.links = []
    for i in site.columns["jd"].items if n != 2 else []:
        i.links = []
    return [yes("D-1.8", None, ("no links", "no link to the original", "no link to the reading")[n])]


@near("reading")
def linked_oddly(site: Site, n: int) -> list[Truth]:
    there, back = (("查看解读", "查看原文"), ("一图读懂", "文件全文"), ("点击查看", "点击查看"))[n]
    for i in site.columns["jd"].items + site.columns["zc"].items:
        i.links = [((back if "原文" in t else there), a) for t, a in i.links]
    return [no("D-1.8 D-1.7", None, f"linked by {there} and {back}")]
