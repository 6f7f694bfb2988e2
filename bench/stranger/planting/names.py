"""Names and domains."""

from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import Truth, fault, near, no, yes
from bench.stranger.rendering import plain_page


@fault("host", None, ways=4)
def foreign_domain(site: Site, n: int) -> list[Truth]:
    if n == 3:
        site.host = f"203.0.113.{site.rng.randint(2, 250)}"
        return [
            yes("G-7", None, "no name at all"),
            yes("D-4.1", None, "", optional=not site.portal),
            yes("G-3 G-4", None, "", optional=True),
        ]
    site.host = f"www.{site.host.split('.')[-3]}{site.host.split('.')[0] if site.host[0] != 'w' else 'zf'}.{('com', 'org.cn', 'cn')[n]}"
    return [
        yes("G-3", None, "no .gov.cn"),
        yes("D-4.1", None, "", optional=not site.portal),
        yes("G-4", None, "", optional=True),
    ]


@fault("host", False)
def odd_domain(site: Site, n: int) -> list[Truth]:
    a = site.host.split(".")
    site.host = f"www.{a[1]}{a[0]}.gov.cn"
    return [
        yes("G-4", None, "a department outside the portal's domain"),
        yes("D-4.1", None, "", optional=True),
    ]


@fault("banner", ways=4)
def odd_name(site: Site, n: int) -> list[Truth]:
    name = site.place[:2] + ("视窗", "信息港", "之窗", "在线")[n]
    site.flags.update(banner=name, title=name)
    return [yes("D-4.1 G-8", None, "another name in its header")]


@near("banner")
def decorated_name(site: Site, n: int) -> list[Truth]:
    banner, title = (
        (f"中国·{site.place[:2]} {site.name}", f"{site.name}_{site.place[:2]}欢迎您"),
        (f"{site.name}门户网站", f"首页-{site.name}门户网站"),
        (f"{site.place[:2]}　{site.name}　www.{site.host.split('.')[1]}.gov.cn", "网站首页"),
    )[n]
    site.flags.update(banner=banner, title=title)
    return [no("D-4.1 G-8", None, "the name with an ornament")]


@fault("elsewhere host")
def column_elsewhere(site: Site, n: int) -> list[Truth]:
    host = f"www.{site.host.split('.')[1]}hudong.com"
    site.columns["ft"].off = f"http://{host}/"
    return [
        *offsite(site, host),
        yes("G-5", None, "a column under another domain"),
        yes("D-4.1", None, "", optional=True),
    ]


@near("elsewhere host")
def column_below(site: Site, n: int) -> list[Truth]:
    host = f"hd.{site.host.removeprefix('www.')}"
    site.columns["ft"].off = f"http://{host}/"
    return [*offsite(site, host), no("G-5", None, "a column under the website's own domain")]


def offsite(site: Site, host: str) -> list[Truth]:
    rows = "".join(
        f"<li><a href='/t{i.number}.html'>{i.title}</a><span>{i.when:%Y-%m-%d}</span></li>"
        for i in site.columns["ft"].items
    )
    site.others[f"http://{host}/"] = Answer(
        f"<html lang='zh-CN'><head><meta charset='utf-8'><title>在线访谈</title></head><body><h1>在线访谈</h1><ul>{rows}</ul></body></html>".encode()
    )
    for i in site.columns["ft"].items:
        site.others[f"http://{host}/t{i.number}.html"] = plain_page(
            i.title, f"<h1>{i.title}</h1><p>时间：{i.when:%Y-%m-%d %H:%M}</p><p>{'</p><p>'.join(i.body)}</p>"
        )
    site.columns["ft"].items = []
    return []
