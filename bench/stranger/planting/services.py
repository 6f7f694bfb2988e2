"""Services and guides."""

from urllib.parse import quote

from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import Truth, drop, fault, near, no, yes
from bench.stranger.rendering import DOCX, docx


@fault("services guides stats apply forms", None)
def no_services(site: Site, n: int) -> list[Truth]:
    for key in ("zn", "zx", "tj", "bs"):
        drop(site, key)
    return [
        yes("W-V6.1", None, "no services"),
        yes("D-2.1 D-2.2 D-2.3 D-2.4 D-2.5 D-2.6", None, "consequence", optional=True),
    ]


@fault("services apply", ways=2)
def no_application(site: Site, n: int) -> list[Truth]:
    if n == 0:
        drop(site, "zx")
    else:
        site.flags["apply"] = "window"
    return [yes("D-2.2", None, ("no way to apply online", "at the window only")[n])]


@near("services apply", ways=1)
def application_at_the_province(site: Site, n: int) -> list[Truth]:
    site.flags["apply"] = "http://zwfw.shengji.gov.cn/apply"
    return [no("D-2.2 G-5", None, "applied for on the province's system")]


def thin(site: Site, count: int, lost: int) -> None:
    for g in site.guides[:count]:
        heads = [h for h, _ in g.sections]
        keep = set(heads[:1]) | set(site.rng.sample(heads[1:], 7 - lost))
        g.sections = [(h, v) for h, v in g.sections if h in keep]


@fault("guides", None)
def thin_guides(site: Site, n: int) -> list[Truth]:
    thin(site, 5 + n % 2, 4 + n % 2)
    return [
        yes("W-V6.2", None, "five guides lack four classes"),
        yes("D-2.4", None, "", optional=not site.portal),
    ]


@near("guides", None)
def four_thin_guides(site: Site, n: int) -> list[Truth]:
    if n == 1:
        thin(site, 6, 3)
    else:
        thin(site, 4, 4)
    return [
        no("W-V6.2", None, "four guides, or three classes"),
        yes("D-2.4", None, "", optional=not site.portal),
    ]


@fault("guides", None)
def few_thin_guides(site: Site, n: int) -> list[Truth]:
    site.guides = site.guides[: 3 + n % 2]
    thin(site, 4, 5)
    return [
        yes("W-V6.3", None, "fewer than five guides, all lack classes"),
        yes("D-2.4", None, "", optional=not site.portal),
    ]


@near("guides", None)
def few_guides(site: Site, n: int) -> list[Truth]:
    site.guides = site.guides[:3]
    thin(site, 2, 5)
    return [
        no("W-V6.3", None, "one of three guides is whole"),
        yes("D-2.4", None, "", optional=not site.portal),
    ]


@fault("guides")
def guide_lacks(site: Site, n: int) -> list[Truth]:
    thin(site, 3, 2)
    return [yes("D-2.4", None, "three guides lack two classes")]


@fault("guides", ways=4)
def vague(site: Site, n: int) -> list[Truth]:
    words = ("其他有关材料。", "法律法规规定的其他材料。", "有关材料。", "相关证明材料等。")[n]
    for g in site.guides[:3]:
        g.sections = [
            (h, (v.replace("3.场所使用证明。", "3." + words) if "申请表" in v else v)) for h, v in g.sections
        ]
    return [yes("D-2.5", None, "其他有关材料")]


@near("guides")
def not_vague(site: Site, n: int) -> list[Truth]:
    words = (
        "4.其他证明材料：无。材料不齐全的，窗口一次性告知。",
        "4.法定代表人身份证明。有关材料应当加盖公章。",
        "4.委托他人办理的，提交授权委托书。以上材料均为一式一份。",
    )[n]
    for g in site.guides[:3]:
        g.sections = [
            (
                h,
                (
                    v.replace(
                        "3.场所使用证明。",
                        f"3.场所使用证明；{words}",
                    )
                    if "申请表" in v
                    else v
                ),
            )
            for h, v in g.sections
        ]
    return [no("D-2.5", None, "材料不齐全的一次性告知")]


@fault("forms")
def no_forms(site: Site, n: int) -> list[Truth]:
    for g in site.guides:
        g.form = "" if n == 0 else f"/upload/lost{g.number}.docx"
        if n == 2:  # the address is there, what it gives is a page of excuse
            site.extra[g.form] = Answer(
                "<html><head><title>提示</title></head><body><p>您下载的文件不存在。</p></body></html>".encode()
            )
    out = [yes("D-2.6", None, "no form to be had")]
    return out + ([yes("D-4.3", "/upload/lost", "the dead form", optional=True)] if n else [])


@near("forms")
def odd_forms(site: Site, n: int) -> list[Truth]:
    for g in site.guides if n == 0 else []:
        g.form = f"/upload/form{g.number}.doc"
        site.extra[g.form] = Answer(docx(g.title + "申请表"), "application/octet-stream")
    for g in site.guides if n == 1 else []:
        g.form = f"/files/申请表{g.number}.docx"
        site.extra[quote(g.form)] = Answer(docx(g.title + "申请表"), DOCX)
    for g in site.guides if n == 2 else []:
        g.form = f"/download?id={g.number}"
        site.extra[g.form] = Answer(b"", status=302, headers={"Location": f"/upload/real{g.number}.docx"})
        site.extra[f"/upload/real{g.number}.docx"] = Answer(docx(g.title + "申请表"), DOCX)
    words = ("forms of no named type", "forms with Chinese names", "forms behind a redirect")[n]
    return [no("D-2.6 D-4.3", None, words)]
