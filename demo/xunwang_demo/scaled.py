"""More sites for the city, ordered by chance: other units, other columns, and faults dealt from the same catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from xunwang_demo.model import ColumnKind
from xunwang_demo.specs import (
    ColumnSpec,
    ErrorEntry,
    Extra,
    FooterMode,
    LinkSpec,
    SiteSpec,
    State,
    consultations,
    static,
    under,
)
from xunwang_demo.styles import ALL_STYLES

_COUNTIES = (
    ("青槐县", "qinghuai"), ("百草县", "baicao"), ("云岭县", "yunling"), ("白沙县", "baisha"), ("临溪县", "linxi"),
    ("石桥县", "shiqiao"), ("南屏区", "nanping"), ("东湖区", "donghu"), ("北亭区", "beiting"), ("柳泉区", "liuquan"),
)  # fmt: skip
_BUREAUS = (
    ("公安局", "gaj"), ("司法局", "sfj"), ("人力资源和社会保障局", "rsj"), ("自然资源和规划局", "zrj"), ("生态环境局", "hbj"),
    ("住房和城乡建设局", "zjj"), ("农业农村局", "nyj"), ("商务局", "swj"), ("文化广电和旅游局", "wlj"), ("退役军人事务局", "tyjr"),
    ("审计局", "sjj"), ("市场监督管理局", "scjg"), ("体育局", "tyj"), ("医疗保障局", "ybj"), ("林业局", "lyj"),
    ("科学技术局", "kjj"), ("工业和信息化局", "gxj"), ("民族宗教事务局", "mzzj"), ("信访局", "xfj"), ("数据局", "shuju"),
    ("国防动员办公室", "gdb"), ("机关事务管理局", "jgj"), ("地方金融管理局", "jrj"), ("气象局", "qxj"), ("发展和改革委员会", "fgw"),
    ("乡村振兴局", "xczx"), ("外事办公室", "wsb"), ("粮食和物资储备局", "lscb"), ("园林绿化局", "yll"), ("海洋局", "hyj"),
)  # fmt: skip
_SYSTEMS = (("住房公积金管理中心", "gjj"), ("公共就业服务中心", "jyfw"), ("不动产登记中心", "bdc"))
_NEWS = (
    "工作动态",
    "要闻动态",
    "新闻动态",
    "部门动态",
    "基层动态",
    "图片新闻",
    "政务动态",
    "时政要闻",
    "工作信息",
    "区县动态",
)
_NOTICES = ("通知公告", "公示公告", "公告公示", "通知通告")
_SECOND_NOTICES = ("部门公告", "考试公告", "征收公告", "招考公告")
_POLICIES = ("政策文件", "规范性文件", "行政规范性文件", "部门文件", "政策法规")
_INTERPRETATIONS = ("政策解读", "文件解读", "解读信息")
_PERSONNEL = ("人事信息", "人事任免", "干部任免")
_PLANNING = ("规划计划", "发展规划", "规划信息")
_DATA = ("统计数据", "数据发布", "统计信息")
_SOMETIMES: tuple[tuple[tuple[str, ...], ColumnKind, float], ...] = (
    (_PERSONNEL, "personnel", 0.6),
    (_PLANNING, "planning", 0.5),
    (_DATA, "data", 0.4),
)
_OTHERS = (
    "重点项目",
    "财政资金",
    "建议提案",
    "社会救助",
    "应急管理",
    "行政执法",
    "资金信息",
    "重大项目",
    "公共服务",
    "行业信用",
)
_ELSEWHERE: tuple[tuple[str, ColumnKind], ...] = (
    ("基层快讯", "news"),
    ("县区播报", "news"),
    ("公告栏", "notice"),
    ("人才招聘", "personnel"),
    ("专项规划", "planning"),
    ("信用公示", "other"),
)
_CHANNELS = ("政务公开", "信息公开", "政府信息公开")
_SERVICES = ("政务服务", "办事服务", "网上办事", "办事大厅")
_MESSAGES = ("咨询留言", "局长信箱", "领导信箱", "在线咨询", "互动信箱")
_MARKS = ("conac", "site_code", "icp", "police", "organiser", "contact", "sitemap")
_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
         "ArticleTitle", "PubDate", "ContentSource")  # fmt: skip
_FOOTERS: tuple[FooterMode, ...] = ("html", "html", "html", "write", "string")
_ENTRIES: tuple[ErrorEntry, ...] = ("right", "right", "right", "missing", "wrong_code", "old_host")
_STATES: tuple[State, ...] = ("fresh", "fresh", "fresh", "slow", "edge", "late", "stale")
_NEWS_STATES: tuple[State, ...] = ("fresh", "fresh", "fresh", "edge", "late", "stale")
_EXTRAS: tuple[tuple[Extra, float], ...] = (("formless", 0.2), ("lost_form", 0.1), ("no_outcome", 0.5))
_PAIRINGS: tuple[Extra | None, ...] = (None, "paired", "one_way")
_FATES = (
    LinkSpec("home", "专题入口", "zt/gone/index.html", "gone"),
    LinkSpec("article", "旧专栏", "zl/2019/removed.html", "removed"),
    LinkSpec("attachment", "汇总表.xls", "files/2025/hz.xls", "gone"),
    LinkSpec("image", "活动照片", "upload/2025/hd01.jpg", "gone"),
    LinkSpec("column", "数据平台", "platform/index.html", "down"),
    LinkSpec("article", "业务系统", "system/login.html", "resets"),
    LinkSpec("article", "活动专页", "zt/event/", "recovers"),
    LinkSpec("article", "旧版页面", "old/moved.html", "moved"),
    LinkSpec("home", "返回顶部", "javascript:void(0);", "inert"),
)


def more_specs(count: int, rng: Random) -> Iterator[SiteSpec]:
    """So many sites beyond the known ones: counties, departments, systems and a park, in an order of chance."""
    units = [
        *((name, host, "county") for name, host in _COUNTIES),
        *((name, host, "bureau") for name, host in _BUREAUS),
        *((name, host, "system") for name, host in _SYSTEMS),
        ("示例高新技术产业园区", "www.shili-gxq.cn", "park"),
    ]
    if count > len(units):
        raise ValueError(f"the city has names for {len(units)} more sites, not for {count}")
    styles = sorted(ALL_STYLES)
    for number, (name, host, kind) in enumerate(rng.sample(units, count)):
        style = styles[number % len(styles)]
        yield _dealt(_site(name, host, kind, style, rng), rng)


def _site(name: str, host: str, kind: str, style: str, rng: Random) -> SiteSpec:
    full = {
        "county": (f"{name}人民政府", f"www.{host}.shilishi.gov.cn", "门户网站", "县级"),
        "bureau": (f"示例市{name}", f"{host}.shilishi.gov.cn", "部门网站", "市级"),
        "system": (f"示例市{name}服务系统", f"{host}.shilishi.gov.cn", "专业系统", "市级"),
        "park": (f"{name}管理委员会", host, "开发区网站", "市级"),
    }[kind]
    return SiteSpec(
        name=full[0],
        host=full[1],
        kind=full[2],
        level=full[3],
        organiser=full[0].removesuffix("服务系统"),
        style=style,
        columns=tuple(_columns(name, rng)),
        elsewhere=tuple(_elsewhere(rng)),
        home="entries" if rng.random() < 0.1 else "lists",
        footer=rng.choice(_FOOTERS),
        error_entry=rng.choice(_ENTRIES),
        shows_name=rng.random() < 0.92,
        letters=rng.random() < 0.85,
    )


# ── columns ──────────────────────────────────────────────────────────────────────────────────────


def _columns(name: str, rng: Random) -> Iterator[ColumnSpec]:
    """The main navigation: news first, then what the unit publishes, the channel of disclosure, services, letters."""
    is_slow = rng.random() < 0.3  # a unit that neglects its site
    news = [_news(one, rng, is_slow=is_slow) for one in rng.sample(_NEWS, rng.randint(1, 3))]
    yield replace(news[0], home=True)
    yield from news[1:]
    yield _list(rng.choice(_NOTICES), "notice", rng, is_slow=is_slow, home=True)
    if rng.random() < 0.8:
        yield _list("政策文件", "policy", rng, is_slow=is_slow, home=rng.random() < 0.5)
    yield from under(rng.choice(_CHANNELS), *_disclosed(rng, is_slow=is_slow))
    if rng.random() < 0.92:
        yield ColumnSpec(rng.choice(_SERVICES), "services")
    yield from _interaction(rng)
    yield static(f"{name[:2]}概况")


def _disclosed(rng: Random, *, is_slow: bool) -> Iterator[ColumnSpec]:
    yield static("公开指南")
    yield static("机构职能")
    if rng.random() < 0.9:
        yield _list(rng.choice(_INTERPRETATIONS), "interpretation", rng, is_slow=is_slow)
    for names, kind, chance in _SOMETIMES:
        if rng.random() < chance:
            yield _list(rng.choice(names), kind, rng, is_slow=is_slow)
    for one in rng.sample(_SECOND_NOTICES, rng.choice((0, 1, 1, 3 if is_slow else 0))):
        yield _list(one, "notice", rng, is_slow=is_slow)
    for one in rng.sample(_POLICIES[1:], rng.choice((0, 1, 2 if is_slow else 0))):
        yield _list(one, "policy", rng, is_slow=is_slow)
    others = rng.sample(_OTHERS, rng.choice((1, 2, 4, 5, 6)))
    blanks = rng.choice((0, 0, 1, len(others)))
    for number, one in enumerate(others):
        yield ColumnSpec(one, "other", "blank" if number < blanks else "fresh", 0 if number < blanks else 6)


def _interaction(rng: Random) -> Iterator[ColumnSpec]:
    asked, petition = rng.random() < 0.93, rng.random() < 0.4
    inner = [ColumnSpec(rng.choice(_MESSAGES), "messages")] if asked else []
    inner += [ColumnSpec(rng.choice(("网上信访", "纪检举报")), "petition")] if petition or not asked else []
    inner += [consultations()] if rng.random() < 0.3 else []
    yield from under("互动交流", *inner)


def _news(name: str, rng: Random, *, is_slow: bool) -> ColumnSpec:
    state: State = rng.choice(("stale", "late", "fresh")) if is_slow else rng.choice(_NEWS_STATES)
    return ColumnSpec(
        name, "news", state, rng.randint(7, 13), pinned=rng.random() < 0.2, future=rng.random() < 0.1
    )


def _list(name: str, kind: ColumnKind, rng: Random, *, is_slow: bool, home: bool = False) -> ColumnSpec:
    state: State = rng.choice(("stale", "late", "slow")) if is_slow else rng.choice(_STATES)
    return ColumnSpec(
        name,
        kind,
        state,
        rng.randint(5, 9),
        home=home,
        pinned=rng.random() < 0.2,
        deadline=kind == "notice" and rng.random() < 0.2,
    )


def _elsewhere(rng: Random) -> Iterator[ColumnSpec]:
    """Now and then a column or two of the navigation lie on the city's platform."""
    for name, kind in rng.sample(_ELSEWHERE, rng.choice((0, 0, 1, 2))):
        state: State = "blank" if rng.random() < 0.1 else rng.choice(_STATES)
        yield ColumnSpec(
            name, kind, state, 0 if state == "blank" else rng.randint(4, 9), pinned=rng.random() < 0.2
        )


# ── faults ───────────────────────────────────────────────────────────────────────────────────────


def _dealt(spec: SiteSpec, rng: Random) -> SiteSpec:
    """Marks, tags and links with and without faults; a tag has one fault at most."""
    tags = rng.sample(_TAGS, rng.choice((0, 0, 1, 2)))
    checked = {"SiteDomain", "SiteIDCode", "PubDate"}
    wrong = tuple(tag for tag in tags if tag in checked and rng.random() < 0.5)
    rest = [tag for tag in tags if tag not in wrong]
    documented = _documented(spec, rng)
    return replace(
        documented,
        no_marks=tuple(rng.sample(_MARKS, rng.choice((0, 0, 1, 1, 2)))),
        wrong_metas=wrong,
        empty_metas=tuple(rest[:1]) if rng.random() < 0.5 else (),
        no_metas=tuple(rest[1:] if rng.random() < 0.5 else ()),
        links=tuple(_some(_FATES, rng)),
    )


def _documented(spec: SiteSpec, rng: Random) -> SiteSpec:
    """With interpretations that belong to its policies, or not; with forms that can be had, or not."""
    extras: list[Extra] = [extra for extra, chance in _EXTRAS if rng.random() < chance]
    policies = sum(column.count for column in spec.columns if column.kind == "policy")
    kinds = {column.kind for column in spec.columns}
    pairing: Extra | None = rng.choice(_PAIRINGS)
    if pairing is None or not {"policy", "interpretation"} <= kinds:
        return replace(spec, extras=(*spec.extras, *extras))
    columns = (
        replace(column, count=max(column.count, policies)) if column.kind == "interpretation" else column
        for column in spec.columns
    )
    return replace(spec, columns=tuple(columns), extras=(*spec.extras, *extras, pairing))


def _some(links: Iterable[LinkSpec], rng: Random) -> Iterator[LinkSpec]:
    return (link for link in links if rng.random() < 0.3)
