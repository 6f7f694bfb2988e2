"""Has anything in a closed run been changed since, and if so, what was it evidence of?"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from xunwang.inspector.evidence import manifest as manifests
from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.evidence.run import Run, entries
from xunwang.inspector.model import Evidence, LinkFact, Record


class Alteration(Record, frozen=True):
    """One file that is not what the manifest says; `urls` are the pages whose archived bytes were hit."""

    file: str
    kind: Literal["altered", "missing", "extra"]
    message: str
    urls: tuple[str, ...] = ()


def verify(path: Path) -> list[Alteration]:
    """Compares every file of a closed run with its manifest; an empty list means untouched.

    `RunError` when the folder is no closed run or its manifest cannot be read.
    """
    run = Run.open(path)
    found = {entry.name: entry for entry in entries(path)}
    known = {entry.name: entry for entry in run.manifest.files}
    hit = [name for name, entry in known.items() if name in found and found[name] != entry]
    urls = _urls_hit(run, {name for name in hit if name.endswith(".warc.gz")})
    return [
        *_manifest(run),
        *(
            Alteration(file=name, kind="altered", message=_altered(name, urls[name]), urls=urls[name])
            for name in hit
        ),
        *(_missing(name) for name in sorted(known.keys() - found.keys())),
        *(_extra(name) for name in sorted(found.keys() - known.keys())),
    ]


def _manifest(run: Run) -> Iterator[Alteration]:
    if manifests.seal_of(run.manifest) != run.manifest.seal:
        yield Alteration(
            file=manifests.NAME, kind="altered", message=f"清单“{manifests.NAME}”已被改动，与其封签不符"
        )


def _missing(name: str) -> Alteration:
    return Alteration(file=name, kind="missing", message=f"文件“{name}”缺失")


def _extra(name: str) -> Alteration:
    return Alteration(file=name, kind="extra", message=f"文件“{name}”不在清单中，系后来添加")


def _altered(name: str, urls: tuple[str, ...]) -> str:
    if not urls:
        return f"文件“{name}”已被改动，与清单中的SHA-256不符"
    return f"存档“{name}”已被改动，涉及页面：{'、'.join(urls)}"


def _urls_hit(run: Run, names: set[str]) -> dict[str, tuple[str, ...]]:
    """For every altered archive the addresses whose record no longer has its hash."""
    hit: defaultdict[str, dict[str, None]] = defaultdict(dict)
    if names:
        for url, evidence in _pointers(run):
            if evidence.file in names and not _intact(run, evidence):
                hit[evidence.file].setdefault(url)
    return defaultdict(tuple, {name: tuple(urls) for name, urls in hit.items()})


def _intact(run: Run, evidence: Evidence) -> bool:
    return hashlib.sha256(run.span(evidence)).hexdigest() == evidence.sha256


def _pointers(run: Run) -> Iterator[tuple[str, Evidence]]:
    yield from _readable((row.page.url, row.evidence) for row in run.pages())
    links = (fact for fact in _facts(run) if isinstance(fact, LinkFact))
    yield from _readable((fact.url, fact.evidence) for fact in links)


def _facts(run: Run) -> Iterator[msgspec.Struct]:
    yield from run.facts()


def _readable(pointers: Iterable[tuple[str, Evidence | None]]) -> Iterator[tuple[str, Evidence]]:
    """As many pointers as can be read: the table that holds them may be what was altered."""
    iterator = iter(pointers)
    try:
        for url, evidence in iterator:
            if evidence:
                yield url, evidence
    except RunError:
        return
