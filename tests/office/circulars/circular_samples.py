"""An invented city for the circular's tests: fourteen websites of every verdict, scored and not."""

import datetime as dt
from decimal import Decimal

import msgspec

from xunwang.inspector.model import SiteKind, Verdict
from xunwang.office.circulars.data import (
    AccountResult,
    AccountTotal,
    Basis,
    Checked,
    CircularData,
    CircularHeader,
    Document,
    Earlier,
    GivenTable,
    Notices,
    Previous,
    Problem,
    SiteResult,
)

BLANK = Problem(
    "W-V4.3", "栏目不更新", "空白栏目数量超过（含）5个，发现{n}个", "空白栏目数量超过（含）5个，发现6个", 6
)
STALE = Problem(
    "W-V4.1",
    "栏目不更新",
    "监测时间点前2周内的动态、要闻类栏目累计超过（含）5个未更新",
    "监测时间点前2周内的动态、要闻类栏目累计超过（含）5个未更新（发现7处）",
    7,
)
HOME = Problem("W-V3", "首页不更新", "监测时间点前2周内首页无信息更新", "监测时间点前2周内首页无信息更新")
LINKS = Problem("D-4.3", "可用性", "发现失效链接{n}个", "发现失效链接3个", 3, Decimal(3))
MARKS = Problem("D-4.2", "网站标识", "页面底部缺少规定标识", "页面底部缺少规定标识（发现2处）", 2, Decimal(2))
TAGS = Problem("D-4.7", "页面标签", "抽查页面缺少规定标签", "抽查页面缺少规定标签", 1, Decimal(1))
SEARCH = Problem("D-3.3", "留言公开", "近2个月未公开新的留言答复", "近2个月未公开新的留言答复", 1, Decimal(3))

PORTAL, DEPARTMENT, SPECIAL = SiteKind.PORTAL, SiteKind.DEPARTMENT, SiteKind.SPECIAL


def _site(number, name, verdict=Verdict.PASS, **more) -> SiteResult:
    settings = {
        "organiser": f"{name.removesuffix('网站').removesuffix('门户')}",
        "site_kind": DEPARTMENT,
        "level": "市级",
        **more,
    }
    home = f"https://site{number:02d}.shili.example/"
    return SiteResult(subject=f"s{number}", name=name, home=home, verdict=verdict, **settings)


SITES = (
    _site(1, "示例市人民政府门户网站", site_kind=PORTAL, score=Decimal("121.5"), score_complete=True),
    _site(
        2, "青石县人民政府门户网站", Verdict.FAIL, site_kind=PORTAL, level="县级", vetoes=(BLANK,), faults=(LINKS,),
        verdict_now=Verdict.PASS,
    ),
    _site(
        3, "白沙县人民政府门户网站", site_kind=PORTAL, level="县级", score=Decimal(94), score_complete=True,
        faults=(LINKS, MARKS, TAGS),
    ),
    _site(
        4, "云麓县人民政府门户网站", Verdict.FAIL, site_kind=PORTAL, level="县级", vetoes=(STALE, HOME),
        verdict_now=Verdict.FAIL,
    ),
    _site(5, "示例市教育局网站", score=Decimal(99), score_complete=True, faults=(TAGS,)),
    _site(6, "示例市水务局网站", score=Decimal("88.5"), score_complete=True, faults=(LINKS, SEARCH)),
    _site(
        7, "示例市民政局网站", Verdict.UNDECIDED,
        undecided_because=("“站点无法访问”未能检查：连接超时", "“互动回应差”线索待人工核实"),
    ),
    _site(8, "示例市林业局网站", score=Decimal(80), score_complete=False, faults=(MARKS,)),
    _site(9, "示例市文化和旅游局网站"),
    _site(10, "示例市卫生健康委员会网站", score=Decimal(100), score_complete=True),
    _site(11, "滨江经济开发区网站", Verdict.FAIL, vetoes=(HOME,), level="园区", verdict_now=Verdict.FAIL),
    _site(12, "示例市公共资源交易网", site_kind=SPECIAL, score=Decimal(60), score_complete=True),
    _site(13, "示例市博物馆网站", Verdict.UNDECIDED, site_kind=SPECIAL, undecided_because=("“首页不更新”未能检查：页面要求验证",)),
    _site(14, "示例市统计局网站", score=Decimal(110), score_complete=True),
)  # fmt: skip

HEADER = CircularHeader(
    issuer="示例市人民政府办公室",
    region="全市",
    year=2026,
    period="第一季度",
    number="示政办函〔2026〕17号",
    addressees=("各县人民政府，开发区管委会", "市政府各部门"),
    basis=Basis(
        norm="cn-2019",
        documents=(Document("政府网站与政务新媒体检查指标", "国办秘函〔2019〕19号"),),
        sample_points=True,
    ),
    window=(dt.date(2026, 3, 16), dt.date(2026, 3, 31)),
    as_of=dt.date(2026, 3, 31),
    issued=dt.date(2026, 4, 10),
    closing=dt.date(2026, 4, 8),
    registered_by_kind={PORTAL: 4, DEPARTMENT: 19, SPECIAL: 2},
    registered_by_level={"市级": 20, "县级": 4, "园区": 1},
    accounts=(
        AccountTotal("微信公众号", 31, "市级", 10, 1),
        AccountTotal("微信公众号", 12, "县级", 4, 0, 1),
        AccountTotal("新浪微博", 9, "市级"),
    ),
    previous=Previous(told=6, mended=5),
    played=True,
    decimals=2,
    deadline=dt.date(2026, 4, 24),
    report_to="市政府办公室政务公开科",
    contact="联系人：林禾，电话：0000-1234567",
    copied_to=("省政府办公厅",),
)


STALE_POSTS = Problem("N-V2.1", "内容不更新", "监测时间点前2周内无更新", "监测时间点前2周内无更新")
ACCOUNTS = tuple(
    AccountResult(
        subject=f"a{number}", name=f"{region}{what}", platform=platform, verdict=verdict, type=kind, level=level,
        region=region, score=score, problems=(STALE_POSTS,) if verdict is Verdict.FAIL else (),
    )
    for number, (region, what, platform, kind, level, verdict, score) in enumerate((
        ("青石县", "发布", "微信公众号", "订阅号", "县级", Verdict.PASS, Decimal(100)),
        ("青石县", "政务", "新浪微博", None, "县级", Verdict.FAIL, Decimal(95)),
        ("白沙县", "发布", "微信公众号", "服务号", "县级", Verdict.FAIL, None),
        ("市本级", "教育", "微信公众号", "订阅号", "市级", Verdict.PASS, None),
        ("市本级", "水务", "新浪微博", None, "市级", Verdict.UNDECIDED, None),
    ))
)  # fmt: skip
ACCOUNT_TOTALS = (
    AccountTotal("微信公众号", 31, "市级", region="市本级"),
    AccountTotal("微信公众号", 8, "县级", region="青石县"),
    AccountTotal("微信公众号", 4, "县级", region="白沙县"),
    AccountTotal("新浪微博", 6, "市级", region="市本级"),
    AccountTotal("新浪微博", 3, "县级", region="青石县"),
)
REPORTS = GivenTable(
    key="error_reports",
    title="网民找错留言办理情况",
    columns=("单位", "收到", "期限内", "已到期", "按时办结", "按时办结率"),
    rows=(("青石县", 20, 0, 20, 19, None), ("白沙县", 7, 0, 7, 7, None)),
    sums=("收到", "期限内", "已到期", "按时办结"),
    rates=(("按时办结率", "按时办结", "已到期"),),
)
LETTERS = GivenTable(
    key="letters",
    title="网民留言办理情况",
    columns=("单位", "留言数", "答复数", "答复率"),
    rows=(("青石县", 83, 80, None), ("白沙县", 7, 7, None), ("市教育局", 0, 0, None)),
    sums=("留言数", "答复数"),
    rates=(("答复率", "答复数", "留言数"),),
    note="答复率为答复数占留言数的比例",
)


INSPECTIONS = GivenTable(
    key="inspections",
    title="年度检查情况",
    columns=("检查", "监测时间点", "检查网站数", "不合格网站数", "不合格率"),
    rows=(("第一季度检查", "2026年3月31日", 14, 3, None), ("第二季度检查", "2026年6月30日", 25, 1, None)),
    sums=("检查网站数", "不合格网站数"),
    rates=(("不合格率", "不合格网站数", "检查网站数"),),
)
CHECKS = (
    Checked("W-V2", "站点无法访问", "监测1周，每天间隔性访问20次以上，15秒（含）内打不开网站的次数比例累计达到5%。", "unchecked", "单项否决", "未附连续探测记录"),
    Checked("W-V4.3", "栏目不更新", "空白栏目数量超过（含）5个。", "met", "单项否决"),
    Checked("D-2.3", "办事统计", "办事统计数据监测时间点前3个月内未更新的，扣2分。", "not_applicable", "办事服务"),
    Checked("D-4.3", "可用性", "首页、其它页面的链接打不开或有误的，每个扣分。", "found", "功能设计", "发现失效链接3个"),
)  # fmt: skip


def one_site(**changes) -> CircularData:
    """What a unit reports on its only website."""
    portal = msgspec.structs.replace(
        SITES[2], faults=(LINKS, MARKS, TAGS), score=Decimal(94), checks=CHECKS, unchecked=("站点无法访问",)
    )
    settings = {
        "issuer": "白沙县人民政府办公室", "addressees": ("市政府办公室",), "accounts": (),
        "previous": None, "registered_by_kind": {}, "registered_by_level": {}, "closing": None, **changes,
    }  # fmt: skip
    return CircularData(header=msgspec.structs.replace(HEADER, **settings), sites=(portal,))


def whole_city(**changes) -> CircularData:
    """The sample circular with a row for every inspected account, regions, earlier periods and a table handed in."""
    settings = {
        "accounts": ACCOUNT_TOTALS,
        "registered_by_region": {"市本级": 20, "青石县": 3, "白沙县": 2},
        "before": Earlier("上季度", 40, 10),
        "last_year": Earlier("去年同期", 9, 3),
        "notices": Notices(sent=9, units=8, closed=7),
        "filled": {"security_checks": "4", "trainings": "2", "trained": "130", "innovation": "无"},
        **changes,
    }
    regions = {"青石县": "青石县", "白沙县": "白沙县"}
    sites = tuple(
        msgspec.structs.replace(site, region=regions.get(site.name[:3], "市本级"), checks=CHECKS)
        for site in SITES
    )
    header = msgspec.structs.replace(HEADER, **settings)
    return CircularData(header=header, sites=sites, accounts=ACCOUNTS, tables=(LETTERS, REPORTS, INSPECTIONS))


def city(**changes) -> CircularData:
    """The sample circular, with fields of its header changed."""
    return CircularData(header=msgspec.structs.replace(HEADER, **changes), sites=SITES, tables=(REPORTS,))
