"""The sheet of a draw (抽样底册): every candidate with all that decided about it, so that anyone can draw again for ever."""

import csv
import datetime as dt
import hashlib
import io
from collections import defaultdict
from pathlib import Path

from xunwang.inspector.model import SubjectKind
from xunwang.office.campaigns.drawing import Candidate
from xunwang.office.campaigns.models import Campaign, FileKind
from xunwang.office.campaigns.planning import Choice
from xunwang.office.cells import harmless, unmarked
from xunwang.office.registry.models import KIND_LABELS

NAME = "抽样底册.csv"
_HEADER = ("编号", "对象类别", "层级", "类型", "上次检查", "上次不合格", "抽中")
_YES = "是"
_KINDS = {label: kind for kind, label in KIND_LABELS.items()}


def written_sheet(choice: Choice) -> bytes:
    """As CSV that office software opens: one row a candidate, in the order of the ids."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(_HEADER)
    for part in choice.parts:
        taken = set(part.drawn)
        for one in sorted(part.candidates, key=lambda one: one.id):
            rows.writerow(_row(part.share.kind, one, drawn=one.id in taken))
    return text.getvalue().encode("utf-8-sig")


def _row(kind: SubjectKind, one: Candidate, *, drawn: bool) -> list[str]:
    level, type_name = map(harmless, one.stratum)
    last = one.last_drawn.isoformat() if one.last_drawn else ""
    marks = [_YES if said else "" for said in (one.failed, drawn)]
    return [one.id, KIND_LABELS[kind], level, type_name, last, *marks]


def kept_candidates(campaign: Campaign) -> dict[SubjectKind, list[Candidate]] | None:
    """The candidates of each kind as they were drawn from; None for a campaign without a sheet, nobody of one that was altered."""
    kept = campaign.files.filter(kind=FileKind.DRAW).first()
    path: Path = campaign.folder / NAME
    if kept is None or not path.is_file():
        return None
    if hashlib.sha256(path.read_bytes()).hexdigest() != kept.sha256:
        return {}
    found: dict[SubjectKind, list[Candidate]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for key, kind, level, type_name, last, failed, _ in rows:
            day = dt.date.fromisoformat(last) if last else None
            stratum = (unmarked(level), unmarked(type_name))
            found[_KINDS[kind]].append(Candidate(key, stratum, day, failed == _YES))
    return found
