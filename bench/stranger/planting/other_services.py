"""What other authors would plant in services, guides and forms, and what they would take for innocent."""

from collections.abc import Callable

from bench.stranger.building import CLASSES
from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import Truth, address, called, drop, fault, near, no, yes
from bench.stranger.rendering import DOCX, PNG, plain_page

EXCUSES = ("<p>暂无数据！</p>", "<p>没有找到符合条件的记录</p>", "<p>共0条　第1/1页</p>", "<p>敬请期待……</p>")


def rewrite(site: Site, *pairs: tuple[str, str]) -> None:
    """The sections of all guides under other words."""
    for g in site.guides:
        g.sections = [(dict(pairs).get(h, h), v) for h, v in g.sections]


@fault("guides", ways=3)
def hollow_guides(site: Site, n: int) -> list[Truth]:
    """All headings, but nothing behind four of them."""
    for g in site.guides:
        heads = [h for h, _ in g.sections][1:5]
        g.sections = [(h, ("", "略", "/")[n] if h in heads else v) for h, v in g.sections]
    return [
        yes("W-V6.2", None, "headings with nothing behind"),
        yes("D-2.4", None, "", optional=True),
        yes("D-2.5", None, "", optional=True),
    ]


@near("guides", ways=3)
def guides_in_other_words(site: Site, n: int) -> list[Truth]:
    names = (
        ("实施依据", "申报条件", "所需材料", "受理窗口", "服务时间", "服务电话", "办理步骤"),
        ("政策依据", "申请人条件", "应提交的材料", "办事窗口地址", "受理时间", "咨询监督电话", "流程说明"),
        ("法定依据", "准予批准的条件", "申请材料目录", "办公地点", "接待时间", "联系方式", "办理流程图"),
    )[n]
    kinds = ("basis", "conditions", "papers", "place", "hours", "phone", "steps")
    rewrite(site, *((old, new) for kind, new in zip(kinds, names, strict=True) for old in CLASSES[kind]))
    return [no("W-V6.2 D-2.4", None, "guides under other headings")]


def papers_of(site: Site, change: Callable[[str], str]) -> None:
    for g in site.guides[:3]:
        g.sections = [(h, change(v) if "申请表" in v else v) for h, v in g.sections]


@fault("guides", ways=3)
def vaguer(site: Site, n: int) -> list[Truth]:
    words = ("3.其他需要提供的材料。", "3.等相关资料。", "3.审批机关要求提交的其他有关文件。")[n]
    papers_of(site, lambda v: v.replace("3.场所使用证明。", words))
    return [yes("D-2.5", None, words)]


@near("guides", ways=3)
def precise(site: Site, n: int) -> list[Truth]:
    words = (
        "3.场所使用证明。有疑问的，可以向有关部门咨询。",
        "3.公安机关出具的有关证明（原件1份）。",
        "3.场所使用证明；4.其他材料：授权委托书（委托办理的提供）。",
    )[n]
    papers_of(site, lambda v: v.replace("3.场所使用证明。", words))
    return [no("D-2.5", None, words)]


@fault("forms", ways=3)
def forms_of_nothing(site: Site, n: int) -> list[Truth]:
    for g in site.guides:
        g.form = ("#", f"/upload/empty{g.number}.docx", f"/upload/go{g.number}.docx")[n]
        if n:
            site.extra[g.form] = (Answer(b"", DOCX), Answer(b"", status=302, headers={"Location": "/"}))[
                n - 1
            ]
    return [
        yes("D-2.6", None, ("an anchor", "empty files", "back to the home page")[n]),
        yes("D-4.3", None, "", optional=True),
        yes("D-4.3c", None, "", optional=True),
    ]


@near("forms", ways=3)
def forms_of_other_kinds(site: Site, n: int) -> list[Truth]:
    ext, body, ctype = (
        ("zip", b"PK\x05\x06" + b"\0" * 18, "application/zip"),
        ("wps", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504, "application/octet-stream"),
        ("jpg", PNG, "image/png"),
    )[n]
    for g in site.guides:
        g.form = f"/upload/bg{g.number}.{ext}"
        site.extra[g.form] = Answer(body, ctype)
    return [no("D-2.6", None, f"forms as {ext}")]


@fault("services apply", ways=3)
def no_application_yet(site: Site, n: int) -> list[Truth]:
    words = (
        "网上申报系统正在建设中，请到窗口办理。",
        "目前仅提供办事指南查询，申请请前往政务服务中心现场提交。",
        "网上办理功能即将上线，敬请关注。",
    )[n]
    site.flags["apply_words"] = f"<p>{words}</p>"
    blank = [yes("D-1.9", address(site, "zx"), "under construction", optional=True)]
    return [yes("D-2.2", None, words), *blank]


@near("services apply", ways=2)
def application_in_other_words(site: Site, n: int) -> list[Truth]:
    rows = "".join(
        f'<li>{g.title}　<a href="/apply/{g.number}">{("立即办理", "我要申报")[n]}</a></li>'
        for g in site.guides
    )
    for g in site.guides:
        form = '<h3>填写申请</h3><form action="/apply/save" method="post"><p>申请人 <input name="sqr"></p><p>证件号码 <input name="zjhm"></p><button>下一步</button></form>'
        site.extra[f"/apply/{g.number}"] = plain_page(g.title, form)
    site.flags["apply_words"] = f"<ul>{rows}</ul>"
    return [no("D-2.2", None, "applied for by other words")]


@fault("writing", ways=3)
def no_form_after_all(site: Site, n: int) -> list[Truth]:
    site.flags["write_page"] = (
        '<h3>我要写信</h3><p><img src="/images/top.jpg" alt="写信须知"></p>',
        "<h3>我要写信</h3><p>来信请发送至电子邮箱 xinxiang@example.gov.cn。</p>",
        '<h3>我要写信</h3><form action="/s" method="get"><input name="bh" placeholder="查询码"><button>查询信件</button></form>',
    )[n]
    return [yes("D-3.1", None, "no form to write with"), yes("W-V5.1", None, "doubtful", optional=True)]


@near("writing", ways=3)
def form_of_other_make(site: Site, n: int) -> list[Truth]:
    site.flags["write_page"] = (
        '<h3>我要写信</h3><div class="f">标题 <input id="bt"> 内容 <textarea id="nr"></textarea> <a href="javascript:void(0)" onclick="post()">提交</a></div>',
        '<h3>我要写信</h3><iframe src="/write/form.html" width="100%" height="600"></iframe>',
        '<h3>我要写信</h3><form method="post" action="/mail"><p>姓名 <input name="n"></p><p>信件内容 <div contenteditable="true" id="e"></div><input type="hidden" name="c"></p><input type="submit" value="提 交"></form>',
    )[n]
    form = '<form method="post" action="/mail"><p>姓名 <input name="n"></p><p>内容 <textarea name="c"></textarea></p><button>提交</button></form>'
    site.extra["/write/form.html"] = plain_page("写信", form)
    return [no("D-3.1", None, "a form of another make")]


@near("letters replies writing words", None, ways=3)
def channel_by_other_names(site: Site, n: int) -> list[Truth]:
    return called(site, "xj", ("网上问政", "建言献策", "咨询投诉")[n], "W-V5.1 D-3.1 D-3.3")


@near("services guides stats apply forms", ways=2)
def services_by_other_names(site: Site, n: int) -> list[Truth]:
    for key, names in (
        ("bs", ("政务服务", "网上大厅")),
        ("zn", ("服务指南", "事项清单")),
        ("zx", ("网上申请", "我要办事")),
        ("tj", ("办件统计", "办件情况公示")),
    ):
        site.columns[key].name = names[n]
    return [no("W-V6.1 D-2.1 D-2.2 D-2.3", None, "services by other names")]


@fault("services guides stats apply forms", ways=2)
def services_lead_nowhere(site: Site, n: int) -> list[Truth]:
    """What is called services is one sentence."""
    for key in ("zn", "zx", "tj"):
        drop(site, key)
    site.columns["bs"].lead = ("<p>请到政务服务中心窗口办理。</p>", "<p>栏目建设中</p>")[n]
    return [
        yes("W-V6.1", None, "services are a sentence"),
        yes("D-2.1 D-2.2 D-2.3 D-2.4 D-2.5 D-2.6 D-1.9 L-10b", None, "", optional=True),
    ]
