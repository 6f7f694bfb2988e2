"""Further forms of attachments that published circulars use (rulebook 11.2): lists of names, self-check tables, rates."""

from collections.abc import Callable
from decimal import Decimal

from xunwang.inspector.model import Verdict
from xunwang.office.circulars.account_figures import percent
from xunwang.office.circulars.aggregates import FLOORS
from xunwang.office.circulars.breakdowns import platforms_present
from xunwang.office.circulars.data import CHECK_STATES, Checked, CircularData, SiteResult

Value = str | int | Decimal | None
Form = tuple[str, tuple[str, ...], tuple[tuple[Value, ...], ...]]  # how the title ends, columns, rows
NOT_FOUND = "未发现"
_NAMES = "、"


def _named(data: CircularData) -> Form:
    troubled = [site for site in data.sites if site.problems]
    rows = tuple(
        (number, site.name, site.organiser, "；".join(problem.text for problem in site.problems))
        for number, site in enumerate(troubled, 1)
    )
    return "被通报的网站", ("序号", "网站名称", "主办单位", "被通报问题"), rows


def _top(data: CircularData) -> Form:
    rows = tuple((number, site.name) for number, site in enumerate(best_of(data), 1))
    return "得分靠前的政府网站", ("序号", "网站名称"), rows


def best_of(data: CircularData) -> list[SiteResult]:
    """Websites whose whole score reaches the highest floor, the best first."""
    whole = [site for site in data.sites if site.score is not None and site.score_complete]
    return sorted(
        (site for site in whole if (site.score or 0) >= FLOORS[0]), key=lambda site: -(site.score or 0)
    )


def _commended(data: CircularData) -> Form:
    """The form of commendation lists: a task, and those who did it well."""
    sound = [
        site
        for site in data.sites
        if not site.problems and site.verdict is Verdict.PASS and not site.unchecked
    ]
    mended = [s for s in data.sites if s.verdict is Verdict.FAIL and s.verdict_now is Verdict.PASS]
    tasks = {
        "检查未发现问题": sound,
        f"得分{FLOORS[0]}分以上（含）": best_of(data),
        "不合格网站整改后复查合格": mended,
    }
    rows = tuple(
        (number, task, _NAMES.join(site.name for site in sites))
        for number, (task, sites) in enumerate(((t, s) for t, s in tasks.items() if s), 1)
    )
    return "工作成效较好的网站", ("序号", "工作任务", "代表主体名称"), rows


def _platform_rates(data: CircularData) -> Form:
    made = []
    for platform in platforms_present(data):
        verdicts = [account.verdict for account in data.accounts if account.platform == platform]
        passed, failed = verdicts.count(Verdict.PASS), verdicts.count(Verdict.FAIL)
        if verdicts:
            rate = percent(passed, passed + failed, data.header.decimals) or None
            made.append((platform, len(verdicts), passed, failed, rate))
    rows = tuple((number, *row) for number, row in enumerate(made, 1))
    return "政务新媒体各平台合格率", ("序号", "平台", "抽查数", "合格数", "不合格数", "合格率"), rows


def _self_check(data: CircularData) -> Form:
    """检查对象｜指标｜评分细则｜检查情况."""
    made = [
        (site.name, check.name, check.criterion, _how_it_is(check))
        for site in data.sites
        for check in site.checks
    ]
    rows = tuple((number, *row) for number, row in enumerate(made, 1))
    return "政府网站自查情况", ("序号", "检查对象", "指标", "评分细则", "检查情况"), rows


def _how_it_is(check: Checked) -> str:
    if check.state == "met":
        return NOT_FOUND
    word = {"found": "发现问题", "unchecked": "未能检查"}.get(check.state, CHECK_STATES[check.state])
    return f"{word}：{check.told}" if check.told else word


def _self_table(data: CircularData) -> Form:
    """一级指标｜二级指标｜考察点｜是否完成｜问题整改对策, with the website in front."""
    made = [
        (site.name, check.level1 or "其他", check.name, check.criterion, CHECK_STATES[check.state],
         f"逐项整改：{check.told}" if check.state == "found" else None)
        for site in data.sites
        for check in site.checks
    ]  # fmt: skip
    rows = tuple((number, *row) for number, row in enumerate(made, 1))
    columns = ("序号", "检查对象", "一级指标", "二级指标", "考察点", "是否完成", "问题整改对策")
    return "政府网站自查整改", columns, rows


FORMS: dict[str, Callable[[CircularData], Form]] = {
    "named": _named,
    "top": _top,
    "commended": _commended,
    "platform_rates": _platform_rates,
    "self_check": _self_check,
    "self_table": _self_table,
}
