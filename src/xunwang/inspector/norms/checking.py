"""What a norm file must hold to be believed: known words, known ids, sums that add up, windows that open forwards."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal, get_args

import msgspec

from xunwang.inspector.norms.kinds import kinds
from xunwang.inspector.norms.lines import Located, Path
from xunwang.inspector.norms.model import (
    Check,
    Confidence,
    Level1,
    LevelSum,
    NearParams,
    NewMedia,
    NormProblem,
    NoService,
    Rule,
    RuleKind,
    RuleObject,
    Sample,
    ScoreParams,
)
from xunwang.inspector.norms.shapes import misfit, misfits

ID_FORM = re.compile(
    r"(?:[A-Z]{2,4}-)?(?:[WN]-V\d(?:\.\d+)?|[WN]-D\d+|D-[1-4]\.\d+|[GLMB]-\d+|A-(?:0|[VDB]\d+))[a-z]?|[SP]-[a-z_]+"
)
NORM_ID_FORM = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
CHANGEABLE = frozenset(
    {
        "kind", "objects", "points", "points_each", "points_at_least", "points_confirmed", "sample", "params",
        "text", "short_text", "evidence", "basis", "confidence", "verified", "waived_by",
    }
)  # fmt: skip
_WHOLE = frozenset(
    {
        "id", "title", "basis", "extends", "valid_from", "valid_to", "rate_decimals", "score", "levels", "rules",
        "new_media", "near", "sample_points", "points_label", "notes",
    }
)  # fmt: skip
_OVERLAY = _WHOLE | {"objects", "changes"}
_REQUIRED = ("name", "kind", "objects", "check", "text", "confidence")
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(RuleKind),
    "check": tuple(Check),
    "level1": tuple(Level1),
    "objects": tuple(RuleObject),
    "confidence": get_args(Confidence),
    "no_service": get_args(NoService),
}

Data = dict[str, Any]
Shape = Literal["rule", "change"]


def problems_of(document: Located, base: Data | None, merged: Callable[[], Data]) -> list[NormProblem]:
    """Everything wrong with `document`; `base` is what it extends, `merged` gives both together once each part is sound."""
    found = [*document.problems, *misfits(document)]
    if not found:
        found += [*_head(document, base), *_score(document, base), *_levels(document), *_new_media(document)]
        found += [*_near(document), *_objects(document), *_changes(document, base), *_rules(document, base)]
        found += _waivers(document, base)
    if not found:
        found += _sums(document, merged())
    return sorted(found, key=lambda problem: problem.line)


def _known(document: Located, path: Path, data: Data, allowed: Iterable[str]) -> Iterator[NormProblem]:
    names = sorted(allowed)
    for field in data:
        if field not in names:
            yield NormProblem(document.line(*path, field), f"不认识字段“{field}”，可用：{'、'.join(names)}")


def _fields(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    return shape.__struct_fields__


# ── the head ─────────────────────────────────────────────────────────────────────────────────────


def _head(document: Located, base: Data | None) -> Iterator[NormProblem]:
    data = document.data
    yield from _known(document, (), data, _WHOLE if base is None else _OVERLAY)
    for field in ("id", "title", "basis", *(() if base else ("score", "levels", "rules"))):
        if not data.get(field):
            yield NormProblem(1, f"缺少“{field}”")
    if data.get("id") and not NORM_ID_FORM.fullmatch(str(data["id"])):
        yield NormProblem(
            document.line("id"), f"规则集编号“{data['id']}”应由小写字母、数字和连字符组成，如cn-2019"
        )
    yield from _validity(document)
    if data.get("sample_points") and not data.get("points_label"):
        yield NormProblem(
            document.line("sample_points"), "使用示例分值的规则集应写明“points_label”，如“示例分值”"
        )
    places = data.get("rate_decimals", 0)
    if not 0 <= places <= 4:
        yield NormProblem(document.line("rate_decimals"), "“rate_decimals”应为0到4的整数")


def _validity(document: Located) -> Iterator[NormProblem]:
    ends = [document.data.get(field) for field in ("valid_from", "valid_to")]
    for field, day in zip(("valid_from", "valid_to"), ends, strict=True):
        if day is not None and not isinstance(day, dt.date):
            yield NormProblem(document.line(field), f"“{field}”应为日期，如2019-04-01")
            return
    start, end = ends
    if start and end and start > end:
        yield NormProblem(document.line("valid_to"), f"有效期起{start}晚于有效期止{end}")


# ── parts ────────────────────────────────────────────────────────────────────────────────────────


def _part(document: Located, path: Path, shape: type[msgspec.Struct], value: Any) -> Iterator[NormProblem]:
    """Hold one part against the shape it must have, unknown fields first."""
    unknown = list(_known(document, path, value, _fields(shape))) if isinstance(value, dict) else []
    yield from unknown or misfit(document, value, shape, path)


def _score(document: Located, base: Data | None) -> Iterator[NormProblem]:
    score = document.data.get("score")
    if score is None:
        return
    handling = score.get("no_service")
    if handling is not None and handling not in _CHOICES["no_service"]:
        line = document.line("score", "no_service")
        yield NormProblem(line, f"没有“{handling}”这种处理，可用：{'、'.join(_CHOICES['no_service'])}")
        return
    whole = {**(base["score"] if base else {}), **score}
    wrong = list(_part(document, ("score",), ScoreParams, whole))
    yield from wrong
    if not wrong and not 0 < _number(whole["pass_line"]) <= _number(whole["bonus_line"]) <= _number(
        whole["base"]
    ):
        yield NormProblem(document.line("score"), "应满足：0 < 合格线 ≤ 加分线 ≤ 基础分")


def _number(value: Any) -> Decimal:
    return msgspec.convert(value, Decimal)


def _levels(document: Located) -> Iterator[NormProblem]:
    for name, value in document.data.get("levels", {}).items():
        if name not in _CHOICES["level1"]:
            yield NormProblem(
                document.line("levels", name), f"没有一级指标“{name}”，可用：{'、'.join(Level1)}"
            )
            continue
        yield from _part(document, ("levels", name), LevelSum, value)


def _new_media(document: Located) -> Iterator[NormProblem]:
    media = document.data.get("new_media")
    if media is None:
        return
    wrong = list(_part(document, ("new_media",), NewMedia, media))
    yield from wrong
    for index, entry in enumerate(() if wrong else media.get("deduct", ())):
        if not ID_FORM.fullmatch(entry["id"]):
            line = document.line("new_media", "deduct", index, "id")
            yield NormProblem(line, f"指标编号“{entry['id']}”形式不对，如HN-N-D1")


def _near(document: Located) -> Iterator[NormProblem]:
    near = document.data.get("near", {})
    wrong = list(_part(document, ("near",), NearParams, near))
    yield from wrong
    for name, value in () if wrong else near.items():
        numbers = value if isinstance(value, list) else [value]
        if not numbers or not all(0 < _number(one) <= 100 for one in numbers):
            yield NormProblem(document.line("near", name), f"“{name}”应为大于0、不大于100的数")


def _objects(document: Located) -> Iterator[NormProblem]:
    """`objects:` of an overlay: the new objects of all rules of a kind."""
    for kind, names in document.data.get("objects", {}).items():
        if kind not in _CHOICES["kind"]:
            yield NormProblem(
                document.line("objects", kind), f"没有类别“{kind}”，可用：{'、'.join(RuleKind)}"
            )
        yield from _choice(document, ("objects", kind), "objects", names)


# ── rules ────────────────────────────────────────────────────────────────────────────────────────


def _changes(document: Located, base: Data | None) -> Iterator[NormProblem]:
    known = {rule["id"]: rule for rule in base["rules"]} if base else {}
    for rule_id, change in document.data.get("changes", {}).items():
        path = ("changes", rule_id)
        if rule_id not in known:
            yield NormProblem(document.line(*path), f"所扩展的规则集中没有指标“{rule_id}”")
            continue
        yield from _known(document, path, change, CHANGEABLE)
        whole = {**known[rule_id], **change}
        whole["params"] = {**known[rule_id].get("params", {}), **change.get("params", {})}
        yield from _rule(document, path, whole, "change", change)


def _rules(document: Located, base: Data | None) -> Iterator[NormProblem]:
    seen = {rule["id"] for rule in base["rules"]} if base else set()
    for index, rule in enumerate(document.data.get("rules", [])):
        path = ("rules", index)
        rule_id = str(rule.get("id"))
        if not ID_FORM.fullmatch(rule_id):
            yield NormProblem(
                document.line(*path, "id"), f"指标编号“{rule_id}”形式不对，如W-V4.1、D-1.5、HN-N-D1"
            )
        elif rule_id in seen:
            yield NormProblem(document.line(*path, "id"), f"指标编号“{rule_id}”重复")
        seen.add(rule_id)
        yield from _known(document, path, rule, _fields(Rule))
        yield from _rule(document, path, {"basis": document.data.get("basis"), **rule}, "rule", rule)


def _rule(document: Located, path: Path, rule: Data, shape: Shape, written: Data) -> Iterator[NormProblem]:
    """Hold one rule (for a change: the rule as it will be) against everything known; `written` is what this file says."""
    label = rule.get("id", "?")
    for field in ("basis", *_REQUIRED):
        if not rule.get(field):
            yield NormProblem(document.line(*path, field), f"指标{label}缺少“{field}”")
    for field in ("kind", "check", "level1", "objects", "confidence"):
        if written.get(field) is not None:
            yield from _choice(document, (*path, field), field, written[field])
    if written.get("sample") is not None:
        yield from _part(document, (*path, "sample"), Sample, written["sample"])
    if _lacks_level(rule):
        yield NormProblem(document.line(*path), f"扣分指标{label}缺少“level1”（一级指标）")
    yield from _points(document, path, rule)
    yield from _how(document, path, rule, written if shape == "change" else rule)


def _waivers(document: Located, base: Data | None) -> Iterator[NormProblem]:
    """`waived_by` names other rules of the norm."""
    changes = document.data.get("changes", {})
    written: list[tuple[Path, Data]] = [
        *((("rules", index), rule) for index, rule in enumerate(document.data.get("rules", []))),
        *((("changes", name), {**one, "id": name}) for name, one in changes.items()),
    ]
    above = base["rules"] if base else []
    known = {rule.get("id") for rule in (*above, *(rule for _, rule in written))}
    for path, rule in written:
        own = rule.get("id")
        for name in rule.get("waived_by", ()):
            if name not in known or name == own:
                yield NormProblem(
                    document.line(*path, "waived_by"),
                    f"指标{own}的“waived_by”应为本规则集中其它指标的编号，没有“{name}”",
                )


def _lacks_level(rule: Data) -> bool:
    """First levels order the deductions of websites; those of supervisors have none."""
    is_deduction = rule.get("kind") == RuleKind.DEDUCT
    return (
        is_deduction and not rule.get("level1") and RuleObject.SUPERVISOR not in (rule.get("objects") or [])
    )


def _choice(document: Located, path: Path, field: str, value: Any) -> Iterator[NormProblem]:
    for item in value if isinstance(value, list) else [value]:
        if item not in _CHOICES[field]:
            yield NormProblem(
                document.line(*path), f"“{field}”没有“{item}”，可用：{'、'.join(_CHOICES[field])}"
            )
    if field == "objects" and (not isinstance(value, list) or not value):
        yield NormProblem(document.line(*path), "“objects”应为至少一项的列表")


def _points(document: Located, path: Path, rule: Data) -> Iterator[NormProblem]:
    numbers: dict[str, Decimal] = {}
    for field in ("points", "points_each", "points_at_least"):
        value = rule.get(field)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or value <= 0:
            yield NormProblem(
                document.line(*path, field), f"指标{rule.get('id')}的“{field}”应为大于0的数，未确认的写null"
            )
            continue
        numbers[field] = Decimal(value)
    points = numbers.get("points")
    if points is None:
        return
    if numbers.get("points_each", points) > points:
        each = numbers["points_each"]
        yield NormProblem(
            document.line(*path, "points_each"),
            f"指标{rule.get('id')}每处扣{each}分，超过该指标总分{points}分",
        )
    if numbers.get("points_at_least", points) > points:
        bound = numbers["points_at_least"]
        yield NormProblem(
            document.line(*path, "points"), f"指标{rule.get('id')}总分{points}分，低于已知下限{bound}分"
        )


def _how(document: Located, path: Path, rule: Data, written: Data) -> Iterator[NormProblem]:
    how, params = rule.get("how"), written.get("params", {})
    if how is None:
        return
    if how not in kinds():
        yield NormProblem(document.line(*path, "how"), f"没有检查方式“{how}”，可用：{'、'.join(kinds())}")
        return
    specs, one_of = kinds()[how].params, kinds()[how].one_of
    if one_of and sum(name in rule.get("params", {}) for name in one_of) != 1:
        yield NormProblem(
            document.line(*path, "params"),
            f"指标{rule.get('id')}应在{'、'.join(one_of)}中给出且只给出一个参数",
        )
    yield from _known(document, (*path, "params"), params, specs)
    for name, spec in specs.items():
        if name not in rule.get("params", {}):
            if not spec.optional:
                yield NormProblem(
                    document.line(*path, "params"), f"指标{rule.get('id')}缺少参数“{name}”（{spec.label}）"
                )
        elif name in params and (refusal := spec.refusal(params[name])):
            yield NormProblem(document.line(*path, "params", name), f"参数“{name}”（{spec.label}）{refusal}")


# ── sums ─────────────────────────────────────────────────────────────────────────────────────────


def _sums(document: Located, merged: Data) -> Iterator[NormProblem]:
    levels = {name: value["points"] for name, value in merged["levels"].items()}
    base = _number(merged["score"]["base"])
    known = [Decimal(points) for points in levels.values() if points is not None]
    if len(known) == len(Level1) and sum(known) != base:
        yield NormProblem(document.line("levels"), f"一级指标分值合计{sum(known)}，应为{base}")
    for level, points in levels.items():
        if points is not None:
            yield from _level_sum(document, merged, level, Decimal(points))


def _level_sum(document: Located, merged: Data, level: str, points: Decimal) -> Iterator[NormProblem]:
    rules = [
        rule for rule in merged["rules"] if rule.get("level1") == level and rule["kind"] == RuleKind.DEDUCT
    ]
    filled = [Decimal(rule["points"]) for rule in rules if rule.get("points") is not None]
    total, complete = sum(filled, Decimal()), len(filled) == len(rules)
    if total > points or (complete and rules and total != points):
        should = f"应为{points}" if complete else f"已超过{points}"
        yield NormProblem(_line_of_level(document, level, rules), f"“{level}”各指标分值合计{total}，{should}")


def _line_of_level(document: Located, level: str, rules: list[Data]) -> int:
    """Where this file last had a hand in the points of a level."""
    ids = {rule["id"] for rule in rules}
    lines = [document.line("changes", name) for name in document.data.get("changes", {}) if name in ids]
    lines += [
        document.line("rules", index)
        for index, rule in enumerate(document.data.get("rules", []))
        if rule["id"] in ids
    ]
    return max(lines, default=document.line("levels", level))
