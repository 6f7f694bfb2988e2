"""What a person reads in the terminal after an inspection."""

from collections.abc import Iterator, Sequence

from xunwang.cli.formats.report import CERTAINTIES, VERDICTS, SiteReport, WhatIf, place_of
from xunwang.inspector.model import (
    Finding,
    FragmentFact,
    Nearing,
    Outcome,
    OutcomeKind,
    ScoreSheet,
    SubjectKind,
    TrapFact,
    Verdict,
)
from xunwang.office.circulars.notes import notes_in_words

_FINDINGS_SHOWN = 12
_BRANCHES_SHOWN = 5
_WARNINGS_SHOWN = 12


def text(reports: Sequence[SiteReport]) -> str:
    lines = [line for report in reports for line in _site(report)]
    if len(reports) > 1:
        lines += _totals(reports)
    return "\n".join(lines) + "\n"


def _site(report: SiteReport) -> Iterator[str]:
    judgement = report.judgement
    yield f"■ {judgement.subject.name}  {judgement.subject.home}"
    yield f"  结论：{VERDICTS[judgement.verdict]}  监测时间点：{judgement.as_of}  规则：{judgement.norm}  {_score(report)}"
    for note in notes_in_words(judgement.verdict_notes):
        yield f"  说明：{note}"
    for row in judgement.outcomes:
        if row.outcome is OutcomeKind.FOUND:
            yield from _found(report, row)
    for finding in report.mended or ():
        yield f"  ✓ {finding.indicator} 已整改  {place_of(finding)}"
    yield from _warnings(judgement.warnings)
    yield from _unchecked(judgement.outcomes)
    yield from _sheet(judgement.sheet)
    yield from _what_if(report.what_if)
    yield from _left_out(report.left_out)
    yield from _fragments(report.fragments)
    if report.run:
        yield f"  证据：{report.run}"
    yield ""


def _score(report: SiteReport) -> str:
    if report.judgement.score is None:
        return "得分：未评分"
    label = "（示例分值）" if report.judgement.sample_points else ""
    return f"得分：{report.judgement.score}{label}"


def _found(report: SiteReport, row: Outcome) -> Iterator[str]:
    measured = f"{row.value}，" if row.value is not None else ""
    bounds = f"（{measured}界限{row.threshold}）" if row.threshold is not None else ""
    yield f"  ✗ {row.indicator} {report.rule_name(row.indicator)}{bounds}"
    findings = [finding for finding in report.judgement.findings if finding.indicator == row.indicator]
    for finding in findings[:_FINDINGS_SHOWN]:
        yield f"      {_finding(finding)}"
    if len(findings) > _FINDINGS_SHOWN:
        yield f"      ……另有{len(findings) - _FINDINGS_SHOWN}处，见 json、xlsx 或 html 格式"


def _warnings(warnings: Sequence[Nearing]) -> Iterator[str]:
    for near in warnings[:_WARNINGS_SHOWN]:
        yield f"  ! 预警 {near.indicator} {near.message}"
    if len(warnings) > _WARNINGS_SHOWN:
        yield f"  ! ……另有{len(warnings) - _WARNINGS_SHOWN}项预警，见 json、xlsx 或 html 格式"


def _sheet(sheet: ScoreSheet | None) -> Iterator[str]:
    """The rows that take or give points, or could not be told; then how they add up."""
    if sheet is None:
        return
    yield "  得分表："
    for row in sheet.rows:
        if row.points or row.waived or row.outcome is OutcomeKind.FOUND:
            yield f"      {row.indicator} {row.name}：{row.formula}"
    yield from (f"      {step}" for step in sheet.steps)


def _what_if(others: Sequence[WhatIf]) -> Iterator[str]:
    for other in others:
        judgement = other.judgement
        score = "未评分" if judgement.score is None else f"{judgement.score}分"
        label = "（示例分值）" if judgement.sample_points and judgement.score is not None else ""
        yield f"  ⇄ 如按规则 {judgement.norm}：{VERDICTS[judgement.verdict]}，{score}{label}"
        for one in other.differences:
            yield f"      {one.indicator or ''}{' ' if one.indicator else ''}{one.what}：{one.before} → {one.after}"
        if not other.differences:
            yield "      没有不同"


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


def _fragments(lost: Sequence[FragmentFact]) -> Iterator[str]:
    for one in lost[:_BRANCHES_SHOWN]:
        yield f"  # 页内没有“{one.fragment}”：{one.url}，链接“{one.text}”在 {one.parent} 等{one.times}处"
    if len(lost) > _BRANCHES_SHOWN:
        yield f"  # 另有{len(lost) - _BRANCHES_SHOWN}处页内位置找不到，见 json 格式"


def _finding(finding: Finding) -> str:
    waits = f"[{CERTAINTIES[finding.certainty]}] " if finding.waits else ""
    return f"{waits}{finding.message}  {place_of(finding)}"


def _totals(reports: Sequence[SiteReport]) -> list[str]:
    verdicts = [report.judgement.verdict for report in reports]
    counts = "，".join(f"{VERDICTS[verdict]}{verdicts.count(verdict)}个" for verdict in Verdict)
    media = {SubjectKind.ACCOUNT, SubjectKind.APP}
    what = "新媒体账号" if {report.judgement.subject.kind for report in reports} <= media else "网站"
    return [f"共检查{what}{len(reports)}个：{counts}"]
