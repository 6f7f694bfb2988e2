"""Finished runs in, judgements out; judgements stand beside the runs, never in them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from xunwang.inspector.door.sweeping import seldom_swept
from xunwang.inspector.evidence import Run
from xunwang.inspector.evidence.errors import FORBIDS, RunError, writing
from xunwang.inspector.evidence.files import put
from xunwang.inspector.evidence.folder import FACTS
from xunwang.inspector.evidence.manifest import encode
from xunwang.inspector.model import (
    SHANGHAI,
    UNDECODABLE,
    Decision,
    Entry,
    Fact,
    Judgement,
    Record,
    Ruling,
    Subject,
)
from xunwang.inspector.norms import Norm
from xunwang.inspector.score import Carried
from xunwang.inspector.score import judge as judge_subject

_HELD_IN_MEMORY = 8 << 20  # bytes as they are written: some five thousand pages


class JudgedRun(Record, frozen=True):
    """A judgement with the inspection it rests on; `rechecks` are the later runs whose attempts it counted."""

    judgement: Judgement
    run: str
    rechecks: tuple[str, ...] = ()


def judge(
    runs: Sequence[Path],
    norm: Norm,
    *,
    as_of: dt.date,
    decisions: Sequence[Decision] = (),
    entries: Sequence[Entry] = (),
    carried: Sequence[Carried] = (),
) -> list[JudgedRun]:
    """Judge every inspection among `runs` together with the rechecks that follow it, in the order given.

    A recheck whose inspection is not named brings it along from the same folder. `entries` are what people entered for
    indicators of any of the subjects; `carried` are faults of earlier judgements that the runs could not show. Raises RunError.
    """
    return judge_under(runs, [norm], as_of=as_of, decisions=decisions, entries=entries, carried=carried)[0]


def judge_under(
    runs: Sequence[Path],
    norms: Sequence[Norm],
    *,
    as_of: dt.date,
    decisions: Sequence[Decision] = (),
    entries: Sequence[Entry] = (),
    carried: Sequence[Carried] = (),
) -> list[list[JudgedRun]]:
    """As `judge`, under several norms at once: one list of judgements for each. The facts of a run are read and checked once."""
    inspections, rechecks = _sorted_out(runs)
    told = _Told(as_of, decisions, entries, carried)
    with seldom_swept():
        judged = [_judge_one(run, rechecks[run.path.name], norms, told) for run in inspections.values()]
    return [[one[number] for one in judged] for number in range(len(norms))]


def judge_facts(subject: Subject, facts: Sequence[Fact], norm: Norm, as_of: dt.date) -> Judgement:
    """Judge one subject from facts at hand, without a run: for an evaluation that nobody signs."""
    return judge_subject(subject, facts, norm, as_of)


def subjects_of(runs: Sequence[Path]) -> list[Subject]:
    """The subjects of the inspections among `runs`, in order. Raises RunError."""
    return [run.manifest.subject for run in _sorted_out(runs)[0].values()]


def _sorted_out(runs: Sequence[Path]) -> tuple[dict[Path, Run], dict[str, list[Run]]]:
    inspections: dict[Path, Run] = {}
    rechecks: dict[str, list[Run]] = defaultdict(list)
    for path in runs:
        run = Run.open(path)
        if run.manifest.kind != "recheck":
            inspections[path.resolve()] = run
            continue
        followed = run.manifest.follows or ""
        rechecks[followed].append(run)
        base = (path.parent / followed).resolve()
        inspections.setdefault(base, Run.open(base))
    return inspections, rechecks


class _Told(Record, frozen=True):
    """What is judged with besides facts and norm."""

    as_of: dt.date
    decisions: Sequence[Decision]
    entries: Sequence[Entry]
    carried: Sequence[Carried]


def _judge_one(run: Run, rechecks: list[Run], norms: Sequence[Norm], told: _Told) -> list[JudgedRun]:
    ordered = sorted(rechecks, key=lambda later: later.manifest.started)
    facts, later = _Facts([run, *ordered]), tuple(str(one.path) for one in ordered)
    judged = (
        judge_subject(
            run.manifest.subject,
            facts,
            norm,
            told.as_of,
            told.decisions,
            entries=told.entries,
            carried=told.carried,
        )
        for norm in norms
    )
    return [JudgedRun(judgement=judgement, run=str(run.path), rechecks=later) for judgement in judged]


class _Facts:
    """The facts of several runs, read anew whenever they are walked: those of a large site do not fit into memory."""

    def __init__(self, runs: Sequence[Run]) -> None:
        size = sum(_held_to_manifest(run) for run in runs)
        self._runs = runs
        self._held = tuple(self._read()) if size <= _HELD_IN_MEMORY else None

    def __iter__(self) -> Iterator[Fact]:
        return self._read() if self._held is None else iter(self._held)

    def _read(self) -> Iterator[Fact]:
        for run in self._runs:
            yield from run.each_fact()


def _held_to_manifest(run: Run) -> int:
    """The size of the facts. Refuses facts that are not those which the run was closed with; raises RunError."""
    if not run.facts_hold:
        raise RunError(
            f"检查记录“{run.path.name}”的 {FACTS} 与清单不符，已被改动，不能用于评判；可用 xunwang verify 查看"
        )
    return next((entry.size for entry in run.manifest.files if entry.name == FACTS), 0)


def save_judgement(judged: JudgedRun) -> Path:
    """Write outcomes.json, findings.jsonl and score.json into `<run>.judgements/<norm>-<point>/`; returns that folder. Raises RunError."""
    judgement, run = judged.judgement, Path(judged.run)
    folder = run.with_name(f"{run.name}.judgements") / f"{judgement.norm}-{judgement.as_of}"
    try:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        put(folder / "outcomes.json", [encode(judgement.outcomes)])
        put(folder / "findings.jsonl", (msgspec.json.encode(one) + b"\n" for one in judgement.findings))
        put(folder / "score.json", [encode(_score_sheet(judgement))])
    except RunError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno in FORBIDS:
            raise RunError(
                f"评判结果写在检查记录旁边，但没有权限写入“{run.parent}”：请修改其权限，或把“{run.name}”复制到可写的文件夹再评判"
            ) from error
        raise
    return folder


def _score_sheet(judgement: Judgement) -> dict[str, object]:
    names = (name for name in Judgement.__struct_fields__ if name not in {"outcomes", "findings"})
    return {name: getattr(judgement, name) for name in names}


class _WrittenDecision(Record, frozen=True):
    finding: str
    ruling: Ruling
    by: str
    at: dt.datetime | None = None
    reason: str | None = None


def decisions_in(path: Path, now: dt.datetime) -> list[Decision]:
    """Decisions from a file of JSON lines (or one JSON list): finding, ruling, by, and where known at and reason.

    Lines that name an indicator instead of a finding are entries (`read_entries`) and are passed over.
    Raises ValueError with the line and what would be right.
    """
    number = 1
    try:
        text = path.read_text(encoding="utf-8-sig")
        if text.lstrip().startswith("["):
            written = [_ruled(one) for one in msgspec.json.decode(text, type=list[msgspec.Raw])]
        else:
            written = []
            for number, line in enumerate(text.splitlines(), start=1):  # noqa: B007  # the refusal names the line
                written += [_ruled(line)] if line.strip() else []
    except UnicodeDecodeError as error:
        raise ValueError(f"核实意见 {path.name} 不是 UTF-8 编码的文字；请另存为 UTF-8") from error
    except UNDECODABLE as error:
        shape = '{"finding": "…", "ruling": "confirmed 或 dismissed", "by": "…"}'
        raise ValueError(f"核实意见 {path.name} 第{number}行不能读取；每行应为 {shape}") from error
    return [_decision(one, now) for one in written if one]


def _ruled(text: str | msgspec.Raw) -> _WrittenDecision | None:
    """A decision; None for an entry on an indicator, which may stand in the same file."""
    one = msgspec.json.decode(text, type=dict[str, object])
    return None if "indicator" in one and "finding" not in one else msgspec.convert(one, _WrittenDecision)


def _decision(written: _WrittenDecision, now: dt.datetime) -> Decision:
    at = written.at or now
    aware = at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
    return Decision(
        finding=written.finding, ruling=written.ruling, by=written.by, at=aware, reason=written.reason
    )
