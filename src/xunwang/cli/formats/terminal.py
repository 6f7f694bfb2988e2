"""What a person reads in the terminal after an inspection."""

from collections.abc import Iterator, Sequence

from xunwang.cli.formats.report import CERTAINTIES, VERDICTS, SiteReport, place_of
from xunwang.inspector.model import Finding, Outcome, OutcomeKind, TrapFact, Verdict
from xunwang.office.circulars.gather import NOTE_NAMES

_FINDINGS_SHOWN = 12
_BRANCHES_SHOWN = 5


def text(reports: Sequence[SiteReport]) -> str:
    lines = [line for report in reports for line in _site(report)]
    if len(reports) > 1:
        lines += _totals(reports)
    return "\n".join(lines) + "\n"


def _site(report: SiteReport) -> Iterator[str]:
    judgement = report.judgement
    yield f"■ {judgement.subject.name}  {judgement.subject.home}"
    yield f"  结论：{VERDICTS[judgement.verdict]}  监测时间点：{judgement.as_of}  规则：{judgement.norm}  {_score(report)}"
    for note in judgement.verdict_notes:
        yield f"  说明：{NOTE_NAMES.get(note, note)}"
    for row in judgement.outcomes:
        if row.outcome is OutcomeKind.FOUND:
            yield from _found(report, row)
    for finding in report.mended or ():
        yield f"  ✓ {finding.indicator} 已整改  {place_of(finding)}"
    yield from _unchecked(judgement.outcomes)
    yield from _left_out(report.left_out)
    if report.run:
        yield f"  证据：{report.run}"
    yield ""


def _score(report: SiteReport) -> str:
    if report.judgement.score is None:
        return "得分：未评分"
    label = "（示例分值）" if report.judgement.sample_points else ""
    return f"得分：{report.judgement.score}{label}"


def _found(report: SiteReport, row: Outcome) -> Iterator[str]:
    value = f"（{row.value}，界限{row.threshold}）" if row.threshold is not None else ""
    yield f"  ✗ {row.indicator} {report.rule_name(row.indicator)}{value}"
    findings = [finding for finding in report.judgement.findings if finding.indicator == row.indicator]
    for finding in findings[:_FINDINGS_SHOWN]:
        yield f"      {_finding(finding)}"
    if len(findings) > _FINDINGS_SHOWN:
        yield f"      ……另有{len(findings) - _FINDINGS_SHOWN}处，见 json、xlsx 或 html 格式"


def _unchecked(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One line for each reason: what only people judge would fill the screen otherwise."""
    by_reason: dict[str, list[str]] = {}
    for row in outcomes:
        if row.outcome is OutcomeKind.UNCHECKED:
            by_reason.setdefault(row.reason or "原因不明", []).append(row.indicator)
    for reason, indicators in by_reason.items():
        yield f"  ? 未能检查（{reason}）：{'、'.join(indicators)}"


def _left_out(traps: Sequence[TrapFact]) -> Iterator[str]:
    for trap in traps[:_BRANCHES_SHOWN]:
        yield f"  … 略去{trap.left_out}个地址：{trap.branch}，{trap.reason}；例如 {trap.example}"
    if len(traps) > _BRANCHES_SHOWN:
        rest = traps[_BRANCHES_SHOWN:]
        yield f"  … 另有{len(rest)}处略去{sum(trap.left_out for trap in rest)}个地址，见 json 格式"


def _finding(finding: Finding) -> str:
    waits = f"[{CERTAINTIES[finding.certainty]}] " if finding.waits else ""
    return f"{waits}{finding.message}  {place_of(finding)}"


def _totals(reports: Sequence[SiteReport]) -> list[str]:
    verdicts = [report.judgement.verdict for report in reports]
    counts = "，".join(f"{VERDICTS[verdict]}{verdicts.count(verdict)}个" for verdict in Verdict)
    return [f"共检查网站{len(reports)}个：{counts}"]
