"""The attachments of a circular: what stands in each, numbered in the order of the circular's list (`workbook` writes them)."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec

from xunwang.inspector.model import Record, Verdict
from xunwang.office.circulars.account_figures import filled_rows, total_row
from xunwang.office.circulars.data import (
    KIND_NAMES,
    SAMPLE_NOTE,
    VERDICT_NAMES,
    AccountResult,
    CircularData,
    GivenTable,
    Problem,
    SiteResult,
    chinese_date,
    site_label,
)
from xunwang.office.circulars.forms import FORMS
from xunwang.office.circulars.layout import Layout, load_layout

Value = str | int | Decimal | None
NO_PROBLEM, NOT_CONCLUDED = "未发现问题", "检查尚未完成"


class Attachment(Record, frozen=True):
    """One attachment: `rows` follow `columns`, `total` is a last row of values."""

    key: str
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    note: str = ""

    @property
    def file_name(self) -> str:
        return f"附件{self.number}-{self.title}.xlsx"


def attachments_of(data: CircularData, layout: Layout | None = None) -> tuple[Attachment, ...]:
    """The attachments this circular has; one without rows is left out and the others close up."""
    chosen = layout or load_layout()
    made = [one for key in chosen.attachments for one in _made(key, data, chosen)]
    kept = [attachment for attachment in made if attachment.rows]
    return tuple(_numbered(attachment, number) for number, attachment in enumerate(kept, 1))


def _made(key: str, data: CircularData, layout: Layout) -> list[Attachment]:
    if key in FORMS:
        title, columns, rows = FORMS[key](data)
        return [Attachment(key, 0, f"{data.period_name}{title}", columns, rows)]
    if key == "given":
        return [_given(table, data) for table in data.tables if table.key not in layout.in_text]
    return [_BUILDERS[key](data)]


def score_head(data: CircularData) -> str:
    return _points_head(data, "得分")


def _points_head(data: CircularData, word: str) -> str:
    return f"{word}（{SAMPLE_NOTE}）" if data.header.basis.sample_points else word


def problems_text(site: SiteResult) -> str:
    """What stands under 存在问题; where something could not be checked, nobody is told that all is well."""
    if site.problems:
        return _joined(site.problems)
    if site.verdict is Verdict.UNDECIDED:
        return NOT_CONCLUDED
    return f"{NO_PROBLEM}（{len(site.unchecked)}项指标未能检查）" if site.unchecked else NO_PROBLEM


def _joined(problems: Sequence[Problem]) -> str:
    return "；".join(problem.text for problem in problems)


def note_text(data: CircularData) -> str:
    """The line under each title: what the table stands on."""
    header = data.header
    parts = [f"监测时间点：{chinese_date(header.as_of)}"]
    if header.basis.sample_points:
        parts.append("得分使用示例分值，仅供演示")
    if header.played:
        parts.append("本件为演示，人工核实意见为预置代入")
    return "；".join(parts)


def _results(data: CircularData) -> Attachment:
    closing = data.header.closing is not None
    columns = [
        "序号", "网站名称", "主办单位", "首页地址", "网站类型", "层级", "地区", "检查结果", score_head(data), "存在问题", "问题处数",
    ]  # fmt: skip
    rows = [
        (number, site.name, site.organiser, site.home, KIND_NAMES[site.site_kind], site.level, site.region,
         VERDICT_NAMES[site.verdict], site.score, problems_text(site), places_of(site), *((_now(site),) if closing else ()))
        for number, site in enumerate(data.sites, 1)
    ]  # fmt: skip
    if closing:
        columns.append(f"截至{chinese_date(data.header.closing or data.header.as_of)}结论")
    title = f"{data.period_name}{data.header.region}政府网站检查结果"
    return Attachment("results", 0, title, tuple(columns), tuple(rows), _results_total(data, len(columns)))


def _results_total(data: CircularData, width: int) -> tuple[Value, ...]:
    counts = {verdict: sum(site.verdict is verdict for site in data.sites) for verdict in Verdict}
    told = "，".join(f"{VERDICT_NAMES[verdict]}{count}家" for verdict, count in counts.items())
    places = sum(places_of(site) for site in data.sites)
    return ("合计", f"{len(data.sites)}家", *[None] * 7, told, places, *[None] * (width - 11))


def places_of(site: SiteResult) -> int:
    """How many places stand behind the faults of a website."""
    return sum(problem.count for problem in site.problems)


def _now(site: SiteResult) -> str:
    return VERDICT_NAMES[site.verdict_now or site.verdict]


def _failed(data: CircularData) -> Attachment:
    failed = [site for site in data.sites if site.verdict is Verdict.FAIL]
    rows = tuple(
        (number, site_label(site), site.home, VERDICT_NAMES[site.verdict],
         _joined(site.vetoes or site.faults))
        for number, site in enumerate(failed, 1)
    )  # fmt: skip
    columns = ("序号", "填报单位", "首页地址", "结果", "抽查发现的突出问题")
    return Attachment("failed", 0, f"{data.period_name}不合格政府网站", columns, rows)


def _undecided(data: CircularData) -> Attachment:
    undecided = [site for site in data.sites if site.verdict is Verdict.UNDECIDED]
    rows = tuple(
        (number, site.name, site.organiser, site.home, "；".join(site.undecided_because) or NOT_CONCLUDED)
        for number, site in enumerate(undecided, 1)
    )
    columns = ("序号", "网站名称", "主办单位", "首页地址", "暂不作结论的原因")
    return Attachment("undecided", 0, f"{data.period_name}暂不作结论的政府网站", columns, rows)


def _indicators(data: CircularData) -> Attachment:
    sites, problems, names, vetoes = dict[str, int](), dict[str, int](), dict[str, str](), set[str]()
    for site in data.sites:
        vetoes.update(problem.indicator for problem in site.vetoes)
        for problem in site.problems:
            names.setdefault(problem.indicator, problem.name)
            sites[problem.indicator] = sites.get(problem.indicator, 0) + 1
            problems[problem.indicator] = problems.get(problem.indicator, 0) + problem.count
    rows = tuple(
        (number, key, names[key], "单项否决" if key in vetoes else "扣分指标", sites[key], problems[key])
        for number, key in enumerate(sorted(names, key=lambda key: (key not in vetoes, key)), 1)
    )
    columns = ("序号", "指标编号", "指标名称", "类别", "涉及网站数", "问题数")
    total = ("合计", None, None, None, None, sum(problems.values()))
    return Attachment("indicators", 0, f"{data.period_name}问题指标统计", columns, rows, total)


def _numbered(attachment: Attachment, number: int) -> Attachment:
    return msgspec.structs.replace(attachment, number=number)


# ── new-media accounts ───────────────────────────────────────────────────────────────────────────


def _account_rows(key: str, title: str, accounts: Sequence[AccountResult], data: CircularData) -> Attachment:
    """The five official columns, with the verdict after the points."""
    columns = ("序号", "名称", "类型", _points_head(data, "分数"), "检查结果", "存在问题")
    rows = tuple(
        (number, account.name, account_type(account), account.score, VERDICT_NAMES[account.verdict],
         account_problems(account))
        for number, account in enumerate(accounts, 1)
    )  # fmt: skip
    return Attachment(key, 0, f"{data.period_name}{title}", columns, rows)


def account_type(account: AccountResult) -> str:
    """`微信公众号（订阅号）`."""
    return f"{account.platform}（{account.type}）" if account.type else account.platform


def account_problems(account: AccountResult) -> str:
    if account.problems:
        return _joined(account.problems)
    if account.verdict is Verdict.UNDECIDED:
        return "；".join(account.undecided_because) or NOT_CONCLUDED
    return NO_PROBLEM


def _account_faults(data: CircularData) -> Attachment:
    faulty = [account for account in data.accounts if account.problems]
    return _account_rows("account_faults", "存在问题的政务新媒体", faulty, data)


def _account_results(data: CircularData) -> Attachment:
    return _account_rows("account_results", "政务新媒体检查结果", data.accounts, data)


def _account_failed(data: CircularData) -> Attachment:
    failed = [account for account in data.accounts if account.verdict is Verdict.FAIL]
    return _account_rows("account_failed", "不合格政务新媒体", failed, data)


def _account_undecided(data: CircularData) -> Attachment:
    waiting = [account for account in data.accounts if account.verdict is Verdict.UNDECIDED]
    return _account_rows("account_undecided", "暂不作结论的政务新媒体", waiting, data)


# ── other forms seen in published circulars ──────────────────────────────────────────────────────


def _briefs(data: CircularData) -> Attachment:
    """The form of the national list: 序号｜地区｜网站｜问题."""
    troubled = [site for site in data.sites if site.problems]
    rows = tuple(
        (number, site.region, site.name, _joined(site.problems)) for number, site in enumerate(troubled, 1)
    )
    return Attachment("briefs", 0, f"{data.period_name}网站问题清单", ("序号", "地区", "网站", "问题"), rows)


def _ranking(data: CircularData) -> Attachment:
    """Whole scores from the highest down; equal scores share a place."""
    scored = [site for site in data.sites if site.score is not None and site.score_complete]
    best = sorted(scored, key=lambda site: -(site.score or 0))
    scores = [site.score for site in best]
    rows = tuple(
        (number, scores.index(site.score) + 1, site.name, site.organiser, site.score)
        for number, site in enumerate(best, 1)
    )
    columns = ("序号", "名次", "网站名称", "主办单位", score_head(data))
    return Attachment("ranking", 0, f"{data.period_name}政府网站得分排名", columns, rows)


def _given(table: GivenTable, data: CircularData) -> Attachment:
    decimals = data.header.decimals
    rows = tuple((number, *row) for number, row in enumerate(filled_rows(table, decimals), 1))
    total = total_row(table, decimals)
    return Attachment(
        table.key,
        0,
        table.title
        if table.title.startswith(f"{data.header.year}年")
        else f"{data.period_name}{table.title}",
        ("序号", *table.columns),
        rows,
        ("合计", *total) if total is not None else None,
        table.note,
    )


_BUILDERS: dict[str, Callable[[CircularData], Attachment]] = {
    "results": _results,
    "failed": _failed,
    "undecided": _undecided,
    "indicators": _indicators,
    "account_faults": _account_faults,
    "account_results": _account_results,
    "account_failed": _account_failed,
    "account_undecided": _account_undecided,
    "briefs": _briefs,
    "ranking": _ranking,
}
