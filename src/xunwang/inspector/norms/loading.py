"""From a file (and what it extends) to a `Norm`."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from xunwang.inspector.model import Record, reason
from xunwang.inspector.norms.checking import NORM_ID_FORM, problems_of
from xunwang.inspector.norms.lines import Located, read
from xunwang.inspector.norms.media import media_rules
from xunwang.inspector.norms.model import Norm, NormError, NormHead, NormProblem

Data = dict[str, Any]
_NOT_NORMS = {"kinds"}


class Source(Record, frozen=True):
    """A norm file as it was read; `name` is how a refusal calls it, `folder` where its siblings lie."""

    name: str
    document: Located
    folder: Path | None = None


def load(id_or_path: str | Path) -> Norm:
    """The norm of that id (shipped with the software) or in that file, overlays applied. Raises NormError."""
    return _load_shipped(str(id_or_path)) if str(id_or_path) in _shipped() else _built(_source(id_or_path))


@cache
def _load_shipped(norm_id: str) -> Norm:
    return _built(_source(norm_id))


def available() -> list[NormHead]:
    """The norms shipped with the software, what others extend first."""
    norms = [load(norm_id) for norm_id in _shipped()]
    heads = [NormHead(norm.id, norm.title, norm.basis, norm.extends, norm.sample_points) for norm in norms]
    return sorted(heads, key=lambda head: (head.extends is not None, head.id))


def check(path: str | Path) -> list[NormProblem]:
    """Everything wrong with a norm file, by line; an empty list means it can be used. Raises NormError if it cannot be read."""
    return _problems(_source(path), seen=())[0]


def check_text(text: str, name: str) -> list[NormProblem]:
    """As `check`, for a norm that is not in a file yet; it may extend shipped norms."""
    return _problems(Source(name, read(text)), seen=())[0]


# ── finding and reading ──────────────────────────────────────────────────────────────────────────


@cache
def _shipped() -> dict[str, Traversable]:
    folder = resources.files(__package__).joinpath("data")
    files = {
        entry.name.removesuffix(".yaml"): entry for entry in folder.iterdir() if entry.name.endswith(".yaml")
    }
    return {name: files[name] for name in sorted(files) if name not in _NOT_NORMS}


@cache
def _shipped_source(norm_id: str) -> Source:
    return Source(norm_id, read(_shipped()[norm_id].read_text(encoding="utf-8")))


def _source(id_or_path: str | Path) -> Source:
    if str(id_or_path) in _shipped():
        return _shipped_source(str(id_or_path))
    path = Path(id_or_path)
    if not path.is_file():
        raise NormError(
            f"没有规则集“{id_or_path}”：它既不是文件，也不是内置规则集（{'、'.join(_shipped())}）"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NormError(f"规则文件{path.name}不是UTF-8文本") from None
    except OSError as error:
        raise NormError(f"规则文件{path.name}读不出来：{reason(error)}") from None
    return Source(path.name, read(text), path.parent)


def _parent(source: Source) -> Source | None:
    """What the file extends: a shipped norm, or `<id>.yaml` beside the file."""
    name = source.document.data.get("extends")
    if name is None:
        return None
    if not isinstance(name, str) or not NORM_ID_FORM.fullmatch(name):
        raise NormError(f"“extends”应为规则集编号，如cn-2019，而不是“{name}”")
    beside = source.folder / f"{name}.yaml" if source.folder else None
    return _source(beside) if name not in _shipped() and beside and beside.is_file() else _source(name)


# ── checking and joining ─────────────────────────────────────────────────────────────────────────


def _problems(source: Source, seen: tuple[str, ...]) -> tuple[list[NormProblem], Data]:
    """The problems of one file, and its data joined with what it extends (of use only without problems)."""
    document = source.document
    line = document.line("extends")
    own = str(document.data.get("id"))
    if own in seen:
        return [NormProblem(line, f"规则集互相扩展，成了环：{' → '.join((*seen, own))}")], {}
    try:
        parent = _parent(source)
    except NormError as error:
        return [NormProblem(line, str(error))], {}
    if parent is None:
        return problems_of(document, None, lambda: _whole(document.data)), _whole_or_empty(document)
    above, base = _shipped_data(parent.name) if parent.folder is None else _problems(parent, (*seen, own))
    if above:
        return [
            NormProblem(line, f"所扩展的规则集{parent.name}有误，第{above[0].line}行：{above[0].message}")
        ], {}
    found = problems_of(document, base, lambda: _joined(base, document.data))
    return found, {} if found else _joined(base, document.data)


@cache
def _shipped_data(norm_id: str) -> tuple[list[NormProblem], Data]:
    return _problems(_source(norm_id), seen=())


def _whole_or_empty(document: Located) -> Data:
    return _whole(document.data) if isinstance(document.data.get("rules"), list) else {}


def _built(source: Source) -> Norm:
    problems, data = _problems(source, seen=())
    if problems:
        first = problems[0]
        more = f"（另有{len(problems) - 1}处）" if len(problems) > 1 else ""
        raise NormError(f"规则文件{source.name}第{first.line}行：{first.message}{more}")
    norm = msgspec.convert(data, Norm)
    return msgspec.structs.replace(norm, rules=(*norm.rules, *media_rules(norm)))


def _whole(data: Data) -> Data:
    """A root norm: rules take the norm's basis where they name none, and count as verified if they were seen."""
    return {**data, "rules": [_finished(rule, data) for rule in data["rules"] if isinstance(rule, dict)]}


def _finished(rule: Data, norm: Data) -> Data:
    return {"basis": norm.get("basis"), "verified": rule.get("confidence") == "V", **rule}


def _joined(base: Data, overlay: Data) -> Data:
    changes = overlay.get("changes", {})
    rules = [
        _changed(rule, changes.get(rule["id"], {}), overlay.get("objects", {})) for rule in base["rules"]
    ]
    rules += [_finished(rule, overlay) for rule in overlay.get("rules", [])]
    plain = {key: value for key, value in overlay.items() if key not in {"changes", "objects"}}
    return {
        **base,
        **plain,
        "rules": rules,
        "notes": overlay.get("notes", []),
        "score": {**base["score"], **overlay.get("score", {})},
        "levels": {**base["levels"], **overlay.get("levels", {})},
        "near": {**base.get("near", {}), **overlay.get("near", {})},
    }


def _changed(rule: Data, change: Data, objects: Data) -> Data:
    """A rule of the base under an overlay. Objects given for a whole kind reach only rules for websites."""
    result = {**rule, **change}
    result["params"] = {**rule.get("params", {}), **change.get("params", {})}
    is_site_rule = not {"account", "app", "supervisor"}.intersection(rule["objects"])
    if rule["kind"] in objects and is_site_rule and "objects" not in change:
        result["objects"] = objects[rule["kind"]]
    return result
