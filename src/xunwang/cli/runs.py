"""Runs of the command line: made, judged and printed, with what goes wrong in one line. Shared by the verbs that look or judge."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from xunwang.cli.common import write_output
from xunwang.cli.formats import FORMATTERS
from xunwang.cli.formats.report import SiteReport, WhatIf
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door
from xunwang.inspector.model import Decision, Entry


@contextmanager
def looking() -> Iterator[None]:
    """Around whatever makes runs."""
    try:
        yield
    except (door.RunError, door.SettingsError) as error:
        raise Refusal(str(error), Exit.FAILED) from error
    except door.StoppedError as stopped:
        raise Refusal(str(stopped), Exit.STOPPED) from stopped


def day_of(run: Path) -> dt.date:
    """The monitoring day the run was read for."""
    try:
        return dt.date.fromisoformat(str(door.Run.open(run).manifest.settings["reading_day"]))
    except door.RunError as error:
        raise Refusal(str(error)) from error


def print_reports(reports: Sequence[SiteReport], style: str) -> Exit:
    """To standard output; gives the status that the verb ends with."""
    write_output(FORMATTERS[style](reports))
    return Exit.FOUND if any(report.has_found for report in reports) else Exit.DONE


def reports_of(
    runs: Sequence[Path],
    norm: door.Norm,
    as_of: dt.date,
    decisions: Sequence[Decision] = (),
    *,
    entries: Sequence[Entry] = (),
    others: Sequence[door.Norm] = (),
    keep: bool = True,
) -> list[SiteReport]:
    """Judge the runs, keep each judgement beside its run, and make the reports; `others` are norms to compare with, never kept."""
    try:
        judged, *under_others = door.judge_under(
            runs, [norm, *others], as_of=as_of, decisions=decisions, entries=entries
        )
    except door.RunError as error:
        raise Refusal(str(error)) from error
    if keep:
        _keep(judged)
    rules = {rule.id: rule for rule in norm.rules}
    compared = zip(judged, *under_others, strict=True)
    return [_report(one, rules, [_what_if(one, other) for other in rest]) for one, *rest in compared]


def _what_if(base: door.JudgedRun, other: door.JudgedRun) -> WhatIf:
    return WhatIf(other.judgement, door.differences(base.judgement, other.judgement))


def _report(
    judged: door.JudgedRun, rules: Mapping[str, door.Rule], what_if: Sequence[WhatIf] = ()
) -> SiteReport:
    try:
        left_out = tuple(door.left_out(Path(judged.run)))
        fragments = tuple(door.lost_fragments(Path(judged.run)))
    except door.RunError as error:
        raise Refusal(str(error)) from error
    return SiteReport(
        judgement=judged.judgement,
        run=judged.run,
        stats=_stats(judged.run),
        rules=rules,
        left_out=left_out,
        fragments=fragments,
        what_if=tuple(what_if),
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
