"""From finished runs to the reports that the formats print: shared by inspect, judge, recheck and reapply."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from xunwang.cli.formats.report import SiteReport
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door
from xunwang.inspector.model import Decision


def reports_of(
    runs: Sequence[Path],
    norm: door.Norm,
    as_of: dt.date,
    decisions: Sequence[Decision] = (),
    *,
    keep: bool = True,
) -> list[SiteReport]:
    """Judge the runs, keep each judgement beside its run, and make the reports."""
    try:
        judged = door.judge(runs, norm, as_of=as_of, decisions=decisions)
    except door.RunError as error:
        raise Refusal(str(error)) from error
    if keep:
        _keep(judged)
    rules = {rule.id: rule for rule in norm.rules}
    return [_report(one, rules) for one in judged]


def _report(judged: door.JudgedRun, rules: Mapping[str, door.Rule]) -> SiteReport:
    try:
        left_out = tuple(door.left_out(Path(judged.run)))
    except door.RunError as error:
        raise Refusal(str(error)) from error
    return SiteReport(
        judgement=judged.judgement,
        run=judged.run,
        stats=_stats(judged.run),
        rules=rules,
        left_out=left_out,
    )


def _keep(judged: Sequence[door.JudgedRun]) -> None:
    try:
        for one in judged:
            door.save_judgement(one)
    except door.RunError as error:
        raise Refusal(str(error), Exit.FAILED) from error


def _stats(run: str) -> dict[str, object]:
    stats: dict[str, object] = msgspec.to_builtins(door.Run.open(Path(run)).manifest.stats)
    return stats
