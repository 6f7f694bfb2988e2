"""What the further forms of attachments (`forms`) must hold, built a second way for `sheetcheck`."""

from collections import Counter
from collections.abc import Callable, Mapping

from xunwang.inspector.model import Verdict
from xunwang.office.circulars.data import Checked, CircularData, SiteResult
from xunwang.office.circulars.readback import CellValue
from xunwang.office.circulars.recount_accounts import rate

Expected = tuple[str, list[dict[str, CellValue]]]  # how the title ends, rows by column
_BLANK = "—"
_TOP = 100
_STATES = {"met": "是", "found": "否", "unchecked": "未能检查", "not_applicable": "不适用"}


def _named(data: CircularData) -> Expected:
    return "被通报的网站", [
        {"网站名称": site.name, "主办单位": site.organiser or _BLANK,
         "被通报问题": "；".join(problem.text for problem in (*site.vetoes, *site.faults))}
        for site in data.sites
        if site.vetoes or site.faults
    ]  # fmt: skip


def _best(data: CircularData) -> list[str]:
    scored = {site.subject: site for site in data.sites if site.score_complete and site.score is not None}
    order = sorted(scored.values(), key=lambda site: float(site.score or 0), reverse=True)
    return [site.name for site in order if float(site.score or 0) >= _TOP]


def _top(data: CircularData) -> Expected:
    return "得分靠前的政府网站", [{"网站名称": name} for name in _best(data)]


def _commended(data: CircularData) -> Expected:
    told = {
        "检查未发现问题": [site.name for site in data.sites if _sound(site)],
        f"得分{_TOP}分以上（含）": _best(data),
        "不合格网站整改后复查合格": [
            site.name
            for site in data.sites
            if (site.verdict, site.verdict_now) == (Verdict.FAIL, Verdict.PASS)
        ],
    }
    rows: list[dict[str, CellValue]] = [
        {"工作任务": task, "代表主体名称": "、".join(names)} for task, names in told.items() if names
    ]
    return "工作成效较好的网站", rows


def _sound(site: SiteResult) -> bool:
    return site.verdict is Verdict.PASS and not (site.vetoes or site.faults or site.unchecked)


def _platform_rates(data: CircularData) -> Expected:
    seen = Counter((account.platform, account.verdict) for account in data.accounts)
    registered = Counter[str]()
    for total in data.header.accounts:
        registered[total.platform] += total.registered
    platforms = sorted({platform for platform, _ in seen}, key=lambda name: (-registered[name], name))
    rows: list[dict[str, CellValue]] = []
    for name in platforms:
        good, bad = seen[name, Verdict.PASS], seen[name, Verdict.FAIL]
        rows.append({
            "平台": name,
            "抽查数": good + bad + seen[name, Verdict.UNDECIDED],
            "合格数": good,
            "不合格数": bad,
            "合格率": rate(good, good + bad, data.header.decimals) or _BLANK,
        })  # fmt: skip
    return "政务新媒体各平台合格率", rows


def _every_check(
    data: CircularData, columns: Callable[[Checked], Mapping[str, CellValue]]
) -> list[dict[str, CellValue]]:
    return [{"检查对象": site.name, **columns(check)} for site in data.sites for check in site.checks]


def _self_check(data: CircularData) -> Expected:
    def columns(check: Checked) -> dict[str, CellValue]:
        words = {"met": "未发现", "found": "发现问题", "unchecked": "未能检查", "not_applicable": "不适用"}
        told = "：".join(filter(None, (words[check.state], "" if check.state == "met" else check.told)))
        return {"指标": check.name, "评分细则": check.criterion, "检查情况": told}

    return "政府网站自查情况", _every_check(data, columns)


def _self_table(data: CircularData) -> Expected:
    def columns(check: Checked) -> dict[str, CellValue]:
        return {
            "一级指标": check.level1 or "其他",
            "二级指标": check.name,
            "考察点": check.criterion,
            "是否完成": _STATES[check.state],
            "问题整改对策": f"逐项整改：{check.told}" if check.state == "found" else _BLANK,
        }

    return "政府网站自查整改", _every_check(data, columns)


FORM_CHECKS: dict[str, Callable[[CircularData], Expected]] = {
    "named": _named,
    "top": _top,
    "commended": _commended,
    "platform_rates": _platform_rates,
    "self_check": _self_check,
    "self_table": _self_table,
}
