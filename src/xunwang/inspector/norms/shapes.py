"""The bare shape of a norm file: where words, lists and mappings stand. What they must say is `checking`'s affair."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from xunwang.inspector.norms.lines import Located, Path
from xunwang.inspector.norms.model import NormProblem

_EXPECTED = {
    "array": "列表",
    "object": "“键: 值”的映射",
    "str": "文字",
    "bool": "true或false",
    "int": "整数",
    "decimal": "数",
    "date": "日期",
}


class RuleShape(msgspec.Struct):
    id: str = ""
    name: str | None = None
    kind: str | None = None
    objects: list[str] | None = None
    check: str | None = None
    text: str | None = None
    basis: str | None = None
    confidence: str | None = None
    verified: bool = False
    level1: str | None = None
    points: Any = None
    points_each: Any = None
    points_at_least: Any = None
    points_confirmed: bool = False
    sample: dict[str, Any] | None = None
    how: str | None = None
    params: dict[str, Any] = msgspec.field(default_factory=dict)
    short_text: str | None = None
    evidence: list[str] = msgspec.field(default_factory=list)
    waived_by: list[str] = msgspec.field(default_factory=list)
    unbuilt: str | None = None


class NormShape(msgspec.Struct):
    id: str | None = None
    title: str | None = None
    basis: str | None = None
    extends: str | None = None
    valid_from: Any = None
    valid_to: Any = None
    rate_decimals: int = 0
    sample_points: bool = False
    points_label: str | None = None
    notes: list[str] = msgspec.field(default_factory=list)
    score: dict[str, Any] = msgspec.field(default_factory=dict)
    levels: dict[str, Any] = msgspec.field(default_factory=dict)
    objects: dict[str, Any] = msgspec.field(default_factory=dict)
    changes: dict[str, Any] = msgspec.field(default_factory=dict)
    rules: list[RuleShape] = msgspec.field(default_factory=list)
    new_media: dict[str, Any] | None = None
    near: dict[str, Any] = msgspec.field(default_factory=dict)


def misfits(document: Located) -> list[NormProblem]:
    """Where a document does not have the shape of a norm; the first place of each part."""
    found = list(misfit(document, document.data, NormShape))
    if found:
        return found
    changes = document.data.get("changes", {})
    return [
        problem
        for rule_id, change in changes.items()
        for problem in misfit(document, change, RuleShape, ("changes", rule_id))
    ]


def misfit(
    document: Located, value: Any, shape: type[msgspec.Struct], path: Path = ()
) -> Iterator[NormProblem]:
    """The first place where `value` (which stands at `path`) does not have the shape."""
    try:
        msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        said = str(error)
        inner = _path_in(said)
        missing = re.search(r"missing required field `(\w+)`", said)
        if missing:
            yield NormProblem(document.line(*path, *inner), f"缺少“{missing[1]}”")
            return
        wanted = re.match(r"Expected `(\w+)", said)
        kind = _EXPECTED.get(wanted[1]) if wanted else None
        name = next((part for part in reversed((*path, *inner)) if isinstance(part, str)), "?")
        yield NormProblem(
            document.line(*path, *inner), f"“{name}”{f'应为{kind}' if kind else '的值不合要求'}"
        )


def _path_in(message: str) -> Path:
    """The path of a refusal by msgspec; where it hides a key (`[...]`), the path ends."""
    found = re.search(r"at `\$(?P<path>[^`]*)`", message)
    path: list[str | int] = []
    for name, index in re.findall(r"\.(\w+)|\[([^\]]+)\]", found["path"]) if found else []:
        if index and not index.isdigit():
            break
        path.append(name or int(index))
    return tuple(path)
