"""Has anything in a closed run been changed since, and if so, what was it evidence of?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from xunwang.inspector.evidence import damage
from xunwang.inspector.evidence import manifest as manifests
from xunwang.inspector.evidence.closed import Run
from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.evidence.folder import ARCHIVE, FACTS, FRONTIER, OPENING, PAGES, SHOTS
from xunwang.inspector.evidence.manifest import FileEntry
from xunwang.inspector.evidence.table import pointers_of
from xunwang.inspector.evidence.warcread import refers_to, unpack
from xunwang.inspector.model import UNDECODABLE, Evidence, LinkFact, Record

_NAMED = 10
_ROWS = ".jsonl.gz"
_CALLED = {FACTS: "事实表", FRONTIER: "进度库", OPENING: "开始记录"}


class Alteration(Record, frozen=True):
    """One file that is not what the manifest says; `urls` are the pages that it concerns, as far as they are known."""

    file: str
    kind: Literal["altered", "missing", "extra"]
    message: str
    urls: tuple[str, ...] = ()


def verify(path: Path) -> list[Alteration]:
    """Compares every file of a closed run with its manifest; an empty list means untouched.

    Every file is read once, in pieces; only of altered ones is asked which pages they concern. `RunError` when the folder
    is no closed run, or one of a newer format.
    """
    whole = manifests.is_untouched(path)
    try:
        run = Run.open(path)
    except RunError:
        if whole is None or whole:
            raise
        return [_altered(manifests.NAME, f"清单“{manifests.NAME}”已被改动，无法解析，其余文件因此无从核对")]
    seal = [] if whole else [_altered(manifests.NAME, f"清单“{manifests.NAME}”已被改动，与其封签不符")]
    return [*seal, *_files(run)]


def _files(run: Run) -> list[Alteration]:
    known = {entry.name: entry for entry in run.manifest.files}
    found = _found(run.path)
    hit = [name for name, entry in known.items() if name in found and found[name] != entry]
    gone = sorted(known.keys() - found.keys())
    pointers = _pointers(run, {name for name in (*hit, *gone) if ARCHIVE.fullmatch(name)})
    return [
        *(_explained(run, known[name], found[name], pointers[name]) for name in hit),
        *(_missing(name, pointers[name]) for name in gone),
        *(_extra(name) for name in sorted(found.keys() - known.keys())),
    ]


def _found(path: Path) -> dict[str, FileEntry | None]:
    """Everything in the folder but the manifest, hashed; None stands for what is no ordinary file, or an empty folder."""
    found: dict[str, FileEntry | None] = {}
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink() or not (file.is_file() or file.is_dir()):
            found[name] = None
        elif file.is_file() and name != manifests.NAME:
            found[name] = manifests.hash_file(file, name)
        elif file.is_dir() and not any(file.iterdir()):
            found[name] = None
    return found


# ── what is said of a file ───────────────────────────────────────────────────────────────────────


def _altered(name: str, message: str, urls: tuple[str, ...] = ()) -> Alteration:
    return Alteration(file=name, kind="altered", message=message, urls=urls)


def _explained(run: Run, entry: FileEntry, now: FileEntry | None, pointers: damage.Pointers) -> Alteration:
    name = entry.name
    if now is None:
        return _altered(name, f"文件“{name}”被换成了链接或其他东西")
    if ARCHIVE.fullmatch(name):
        urls = damage.pages_hit(run.path / name, pointers, entry.size)
        told = f"涉及页面：{_list(urls)}" if urls else "改动处不属于任何页面的记录"
    elif name.endswith(_ROWS):
        hit = damage.rows_hit(run.path / name)
        urls = tuple(dict.fromkeys(url for lines in hit for url in lines.urls))
        told = "；".join(f"第{lines.first}至{lines.last}行，{_list(lines.urls)}" for lines in hit)
    else:
        urls, told = (), _place(run, name)
    return _altered(
        name, "，".join(filter(None, (_called(name) + "已被改动", _grown(entry, now), told))), urls
    )


def _called(name: str) -> str:
    if ARCHIVE.fullmatch(name):
        return f"存档“{name}”"
    if PAGES.fullmatch(name):
        return f"页面表“{name}”"
    return f"{_CALLED.get(name) or ('截图' if name.startswith(f'{SHOTS}/') else '文件')}“{name}”"


def _grown(entry: FileEntry, now: FileEntry) -> str:
    return "" if entry.size == now.size else f"长度由{entry.size}字节变为{now.size}字节"


def _place(run: Run, name: str) -> str:
    if name == OPENING:
        return _fields(run)
    if name == FACTS:
        lines = damage.lines_hit(run.path / name)
        return f"第{'、'.join(map(str, lines[:_NAMED]))}行不再是有效的记录" if lines else ""
    return "与清单中的SHA-256不符"


def _fields(run: Run) -> str:
    """Which fields of the opening differ from what the manifest says of them."""
    try:
        opening = msgspec.json.decode((run.path / OPENING).read_bytes(), type=dict[str, object])
    except UNDECODABLE:
        return "无法解析"
    said = msgspec.to_builtins(run.manifest)
    names = [name for name in said if name in opening and name != "adopted" and opening[name] != said[name]]
    return f"其中与清单不符的是：{'、'.join(names)}" if names else "与清单中的SHA-256不符"


def _missing(name: str, pointers: damage.Pointers) -> Alteration:
    urls = tuple(dict.fromkeys(url for url, _ in pointers.values()))
    told = f"，涉及页面：{_list(urls)}" if urls else ""
    return Alteration(file=name, kind="missing", message=f"{_called(name)}缺失{told}", urls=urls)


def _extra(name: str) -> Alteration:
    return Alteration(file=name, kind="extra", message=f"文件“{name}”不在清单中，系后来添加")


def _list(found: Sequence[str]) -> str:
    urls = tuple(dict.fromkeys(found))
    more = f"等{len(urls)}个页面" if len(urls) > _NAMED else ""
    return "、".join(urls[:_NAMED]) + more


# ── what points into an archive ──────────────────────────────────────────────────────────────────


def _pointers(run: Run, names: set[str]) -> defaultdict[str, dict[int, tuple[str, Evidence]]]:
    """For each of the archives named, the evidence in it and whose it is, by offset."""
    found: defaultdict[str, dict[int, tuple[str, Evidence]]] = defaultdict(dict)
    if names:
        for url, evidence in _all_pointers(run, follow=not names.isdisjoint(run.manifest.adopted)):
            if evidence.file in names:
                found[evidence.file].setdefault(evidence.offset, (url, evidence))
    return found


def _all_pointers(run: Run, *, follow: bool) -> Iterator[tuple[str, Evidence]]:
    """With `follow` also the answers that the evidence of unchanged pages refers to."""
    for url, evidence in _own_pointers(run):
        yield url, evidence
        earlier = _earlier(run, evidence) if follow else None
        if earlier:
            yield url, earlier


def _earlier(run: Run, evidence: Evidence) -> Evidence | None:
    try:
        return refers_to(unpack(run.span(evidence)).fields)
    except (ValueError, KeyError, RunError):
        return None


def _own_pointers(run: Run) -> Iterator[tuple[str, Evidence]]:
    for table in run.tables():
        yield from _readable(pointers_of(table))
    links = (fact for fact in run.each_fact() if isinstance(fact, LinkFact))
    yield from _readable((fact.url, fact.evidence) for fact in links)


def _readable(pointers: Iterable[tuple[str, Evidence | None]]) -> Iterator[tuple[str, Evidence]]:
    """As many pointers as can be read: the table that holds them may be what was altered."""
    iterator = iter(pointers)
    try:
        for url, evidence in iterator:
            if evidence:
                yield url, evidence
    except RunError:
        return
