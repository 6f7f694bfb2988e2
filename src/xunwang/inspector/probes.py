"""Reads a probe series (`time, home, milliseconds, error`): the visits that W-V2 counts."""

import datetime as dt
from collections import defaultdict
from pathlib import Path

from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.model import SHANGHAI, ProbeFact
from xunwang.inspector.tables import TableError, records_of, text_of

_COLUMNS = ("time", "home", "milliseconds", "error")
_SYNONYMS = {
    "ms": "milliseconds",
    "milliseconds or error": "milliseconds",
    "时间": "time",
    "首页地址": "home",
    "毫秒": "milliseconds",
    "错误": "error",
}


class ProbeError(Exception):
    """One sentence: which file, which row, what would be right."""


def read_probes(path: Path) -> dict[str, tuple[ProbeFact, ...]]:
    """The series of each home page, by the key of its address, in time order. Raises ProbeError."""
    series: dict[str, list[ProbeFact]] = defaultdict(list)
    try:
        records = records_of(path)
        _, header = next(records)
        _require_columns(path, [_SYNONYMS.get(name, name) for name in header])
        for number, cells in records:
            row = {_SYNONYMS.get(name, name): text_of(cell) or "" for name, cell in cells.items()}
            key, probe = _probe(row, f"{path.name} 第{number}行")
            series[key].append(probe)
    except TableError as error:
        raise ProbeError(f"探测数据{error}") from error
    return {key: tuple(sorted(probes, key=lambda probe: probe.at)) for key, probes in series.items()}


def _require_columns(path: Path, names: list[str]) -> None:
    missing = [name for name in ("time", "home", "milliseconds") if name not in names]
    if missing:
        raise ProbeError(f"探测数据 {path.name} 缺少列 {'、'.join(missing)}；表头应为 {','.join(_COLUMNS)}")


def _probe(row: dict[str, str], where: str) -> tuple[str, ProbeFact]:
    home = resolve(row["home"], "http://invalid.invalid/") if "://" in row["home"] else None
    if home is None:
        raise ProbeError(f"{where}：home“{row['home']}”不是完整的首页地址，应以 http:// 或 https:// 开头")
    measured, error = row["milliseconds"], row.get("error", "")
    milliseconds = _milliseconds(measured)
    if milliseconds is None and measured and not error:
        error = measured  # one column may carry either: "milliseconds or error"
    if milliseconds is None and not error:
        raise ProbeError(f"{where}：milliseconds 与 error 都为空，应填写其中一项")
    probe = ProbeFact(
        at=_time(row["time"], where),
        home=home,
        milliseconds=None if error else milliseconds,
        error=error or None,
    )
    return key_of(home), probe


def _milliseconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value >= 0 and value != float("inf") else None


def _time(text: str, where: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise ProbeError(f"{where}：time“{text}”不是有效时间，应写作 2026-03-31T08:00:00+08:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
