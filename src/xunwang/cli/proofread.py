"""`xunwang proofread`: suspected errors of language in files and on standard input."""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from xunwang.cli.common import Day, today, verb, write_output
from xunwang.cli.refusal import Exit, Refusal
from xunwang.cli.terms import terms_of, terms_options
from xunwang.inspector import door
from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.model import Record, reason

_SHOWN = 3  # files and sites named with a wording
_AROUND = 12  # characters of a line shown on each side


class Line(Record, frozen=True):
    """One line of `--format jsonl`."""

    file: str
    line: int
    start: int
    end: int
    found: str
    suggest: tuple[str, ...]
    kind: proof.Kind
    tier: proof.Tier
    rule: str
    why: str


class Read(NamedTuple):
    name: str
    draft: proof.Draft
    suspicions: list[proof.Suspicion]


@verb("proofread", "text", "jsonl")
@click.argument("files", nargs=-1, required=True)
@click.option("--as-of", type=Day(), default=today, help="校对日期，用于职务表和有效期，默认今天")
@click.option(
    "--published",
    type=Day(),
    help="文稿的发布日期，默认取落款日期，没有落款的按校对日期算；网页文件自己写明的日期优先",
)
@terms_options
@click.option("--sure-only", is_flag=True, help="只列出确定的问题")
@click.option(
    "--by-word",
    is_flag=True,
    help="按“错 → 对”归并：同一个错在多少个文件、网站出现；FILE 也可以是检查结果目录",
)
def proofread_command(
    *,
    files: tuple[str, ...],
    as_of: dt.date,
    published: dt.date | None,
    offices: Path | None,
    words: Path | None,
    ignore: Path | None,
    sure_only: bool,
    by_word: bool,
    style: str,
    **_: object,
) -> int:
    """校对文件 FILE（txt、md、html、docx、xlsx、pdf；“-”为标准输入），列出疑似语言错误、个人信息、推广内容和涉密标志。"""
    runs = [Path(name) for name in files if by_word and Path(name).is_dir()]
    drafts = [(name, _draft(name, as_of)) for name in files if not by_word or not Path(name).is_dir()]
    reader = proof.Proofreader(terms_of(offices, words, ignore))
    reads = [_read(reader, name, draft, as_of, published, sure_only=sure_only) for name, draft in drafts]
    if by_word:
        return _tell_jobs(runs, reads, style, sure_only=sure_only)
    write_output("".join(_jsonl(reads) if style == "jsonl" else _text(reads)))
    return Exit.FOUND if any(read.suspicions for read in reads) else Exit.DONE


def _tell_jobs(runs: list[Path], reads: list[Read], style: str, *, sure_only: bool) -> int:
    seen = [one for run in runs for one in _seen_in(run)]
    seen += [
        proof.Seen(
            one.found,
            one.suggest[0] if one.suggest else "",
            one.tier is proof.Tier.SURE,
            one.kind,
            read.name,
            _place(read.draft, one),
        )
        for read in reads
        for one in read.suspicions
    ]
    jobs = [job for job in proof.jobs_of(seen) if job.sure or not sure_only]
    write_output("".join(_jobs_jsonl(jobs) if style == "jsonl" else _jobs_text(jobs)))
    return Exit.FOUND if jobs else Exit.DONE


def _seen_in(run: Path) -> list[proof.Seen]:
    try:
        return proof.seen_in_run(run)
    except door.RunError as error:
        raise Refusal(str(error)) from error


def _jobs_jsonl(jobs: list[proof.Job]) -> Iterator[str]:
    return (msgspec.json.encode(job).decode() + "\n" for job in jobs)


def _jobs_text(jobs: list[proof.Job]) -> Iterator[str]:
    yield f"共{len(jobs)}个不同的问题\n"
    for job in jobs:
        tier = proof.TIER_LABELS[proof.Tier.SURE if job.sure else proof.Tier.SUSPECTED]
        right = f" → {job.right}" if job.right else ""
        yield f"  {tier} {proof.KIND_LABELS[proof.Kind(job.kind)]} {job.found}{right}：{job.times}处，{'、'.join(job.where[:_SHOWN])}"
        yield f"等{len(job.where)}个文件或网站\n" if len(job.where) > _SHOWN else "\n"


def _draft(name: str, as_of: dt.date) -> proof.Draft:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Refusal(
            f"文件 {name} 不能读取：{reason(error)}；应给出存在的文件，或用 - 表示标准输入"
        ) from error
    try:
        return proof.read_document(data, "标准输入" if name == "-" else name, today=as_of)
    except proof.DocumentError as error:
        raise Refusal(str(error)) from error


def _read(
    reader: proof.Proofreader,
    name: str,
    draft: proof.Draft,
    as_of: dt.date,
    published: dt.date | None,
    *,
    sure_only: bool,
) -> Read:
    day = (
        draft.published
        or published
        or proof.signed_on(draft.text, as_of)
        or (None if draft.markup else as_of)
    )
    found = proof.planted(draft)
    found += proof.proofread(reader, draft.text, day=as_of, published=day)
    return Read(name, draft, [one for one in found if one.tier is proof.Tier.SURE or not sure_only])


def _jsonl(reads: list[Read]) -> Iterator[str]:
    for read in reads:
        for one in read.suspicions:
            line = Line(read.name, *msgspec.structs.astuple(one))
            yield msgspec.json.encode(line).decode() + "\n"


def _text(reads: list[Read]) -> Iterator[str]:
    for read in reads:
        lines = proof.masked_lines(read.draft.text) if read.suspicions else []
        sure = sum(one.tier is proof.Tier.SURE for one in read.suspicions)
        yield f"{read.name}：确定{sure}处，疑似{len(read.suspicions) - sure}处\n"
        for one in read.suspicions:
            yield f"  {proof.TIER_LABELS[one.tier]} {proof.KIND_LABELS[one.kind]} {_place(read.draft, one)}：{_shown(lines, one)}{_advice(one)}\n"
            yield f"      {one.why}\n"


def _place(draft: proof.Draft, one: proof.Suspicion) -> str:
    return f"{draft.place(one)}第{one.start + 1}字" if one.end else "网页源代码"


def _shown(lines: list[str], one: proof.Suspicion) -> str:
    if not one.end:
        return one.found
    line = lines[one.line - 1]
    before, after = line[max(0, one.start - _AROUND) : one.start], line[one.end : one.end + _AROUND]
    return f"{before}【{one.found}】{after}".strip()


def _advice(one: proof.Suspicion) -> str:
    if not one.suggest:
        return ""
    return "　建议：" + " 或 ".join(suggestion or "删去" for suggestion in one.suggest)
