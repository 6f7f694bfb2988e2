"""The run folder while it is written: once, closed, handed over, and never changed afterwards."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

import msgspec

from xunwang.inspector.evidence import manifest as manifests
from xunwang.inspector.evidence.archiving import SOFTWARE, ArchiveWriter
from xunwang.inspector.evidence.beside import BesideWriter
from xunwang.inspector.evidence.closed import Response, Run, rendered, response
from xunwang.inspector.evidence.errors import RunError, writing
from xunwang.inspector.evidence.files import cut, is_draft, link_or_copy, new_folder, put
from xunwang.inspector.evidence.folder import (
    ARCHIVE,
    FACTS,
    FRONTIER,
    LEADS,
    LEADS_FORM,
    OPENING,
    PAGES,
    SHOTS,
)
from xunwang.inspector.evidence.manifest import FileEntry, Manifest, Opening, RunKind, Stats
from xunwang.inspector.evidence.table import LazyRow, SameRow, TableWriter, lazy_rows_of
from xunwang.inspector.evidence.warc import Message, Origin
from xunwang.inspector.model import UNDECODABLE, Evidence, Fact, PageRow, Subject

__all__ = ["FACTS", "FRONTIER", "OPENING", "SHOTS", "SOFTWARE", "Response", "Run", "RunWriter"]

_SAFE_NAME = re.compile(r"[^\w.-]+")
_ROTATE = 1 << 30
_encode = msgspec.json.Encoder().encode


class RunWriter:
    """Writes one run. What is appended counts only after `sync` and the commit of the marks that it returns.

    A run that is continued gets new files: what a killed process left behind its last mark is cut off, and one
    that still lives writes into files which nobody reads on.
    """

    def __init__(self, path: Path, opening: Opening, *, rotate_at: int = _ROTATE) -> None:
        self.path = path
        self.opening = opening
        self._archive = ArchiveWriter(path, rotate_at)
        self._table = TableWriter(path)
        self._leads = BesideWriter(path, LEADS_FORM, LEADS)
        self._marks: dict[str, int] = {}
        self._facts: FileEntry | None = None

    @classmethod
    def create(
        cls,
        out: Path,
        name: str,
        subject: Subject,
        settings: Mapping[str, str | int | float | bool | list[str] | None],
        started: dt.datetime,
        *,
        kind: RunKind = "inspection",
        follows: Run | None = None,
        previous: Run | None = None,
        rotate_at: int = _ROTATE,
    ) -> Self:
        """Starts a run in `out/name`; a run that is there already, finished or not, is never touched."""
        path = out / (_SAFE_NAME.sub("_", name).strip("._") or "run")
        before = previous or follows
        opening = Opening(
            format=manifests.FORMAT,
            kind=kind,
            run=path.name,
            subject=subject,
            settings=dict(settings),
            software=SOFTWARE,
            started=started,
            follows=follows.manifest.run if follows else None,
            previous=before.manifest_hash if before else None,
        )
        _refuse_taken(path)
        with new_folder(path):
            put(path / OPENING, [manifests.encode(opening)])
        return cls(path, opening, rotate_at=rotate_at)

    @classmethod
    def resume(cls, path: Path, *, rotate_at: int = _ROTATE) -> Self:
        """Opens an unfinished run again; `RunError` when it is finished or no run at all."""
        if (path / manifests.NAME).exists():
            raise RunError(f"检查记录“{path.name}”已经完成，不能再继续；请另起一次检查")
        try:
            opening = msgspec.json.decode((path / OPENING).read_bytes(), type=Opening)
        except (FileNotFoundError, NotADirectoryError):
            raise RunError(f"“{path.name}”不是未完成的检查记录(其中没有 {OPENING})") from None
        except UNDECODABLE as exc:
            raise RunError(f"“{path.name}/{OPENING}”已损坏，无法继续：{exc}") from exc
        return cls(path, opening, rotate_at=rotate_at)

    def adopt(self, run: Run) -> None:
        """Takes over archives and page tables of the earlier run `run`: what `append_revisit` and `append_same` refer to."""
        self._adopt(run, (ARCHIVE, PAGES))

    def adopt_archives(self, run: Run) -> None:
        """Takes over the archives of another run, so that its evidence holds here too."""
        self._adopt(run, (ARCHIVE,))

    def _adopt(self, run: Run, patterns: Iterable[re.Pattern[str]]) -> None:
        """Files keep their names: the numbers of this run's own go on after them, so nothing may have been appended yet.

        They keep the hashes of the other run's manifest too, so that nothing altered since is vouched for anew. Nothing
        happens when a continued run has them already.
        """
        entries = [
            entry
            for entry in run.manifest.files
            if any(pattern.fullmatch(entry.name) for pattern in patterns)
        ]
        if set(self.opening.adopted).issuperset(entries):
            return
        for entry in entries:
            link_or_copy(run.path / entry.name, self.path / entry.name)
        self.opening = msgspec.structs.replace(self.opening, adopted=tuple(entries))
        put(self.path / OPENING, [manifests.encode(self.opening)])

    def cut_to(self, marks: Mapping[str, int]) -> None:
        """Drops everything that was written behind the committed marks. To be called before anything is appended."""
        adopted = {entry.name: entry.size for entry in self.opening.adopted}
        for path in sorted(self.path.iterdir()):
            mine = any(pattern.fullmatch(path.name) for pattern in (ARCHIVE, PAGES, LEADS))
            if mine and path.name not in adopted:
                cut(path, marks.get(path.name, 0))
        missing = [name for name, size in {**adopted, **marks}.items() if not self._has(name, size)]
        if missing:
            raise RunError(f"检查记录“{self.path.name}”缺少已提交的数据：{'、'.join(missing)}，无法继续")
        self._marks = dict(marks)

    def _has(self, name: str, size: int) -> bool:
        path = self.path / name
        return path.exists() and path.stat().st_size >= size

    # ── what is appended ─────────────────────────────────────────────────────────────────────────

    def append_exchange(
        self, messages: Iterable[Message], *, digest_of_last: bytes | None = None
    ) -> Evidence | None:
        """Archives requests and answers; the evidence points at the last answer (None when there was none).

        `digest_of_last`: the SHA-256 of the last message's body as it was sent, when the caller has it already.
        """
        return self._archive.exchanges(messages, digest_of_last)

    def append_revisit(self, messages: Iterable[Message], earlier: Evidence | Origin) -> Evidence:
        """Archives an exchange that brought nothing new: a 304, or the very payload of the answer that `earlier` points at.

        `earlier` is evidence of this run or of one that was adopted, be it of an answer or of a revisit itself, or what
        `origin_of` said of it, which saves reading its record. The
        evidence that comes back points at the revisit record; `Run.response` and `Run.rendered` give the content through it.
        An answer whose payload differs after all is archived as an answer. ValueError when there is no message, `RunError`
        when the record of `earlier` cannot be read.
        """
        return self._archive.revisit(messages, earlier)

    def origin_of(self, evidence: Evidence) -> Origin | None:
        """What a revisit of an answer that was archived since the last sync refers to, for a later run."""
        return self._archive.origin_of(evidence)

    def append_rendered(self, url: str, at: dt.datetime, html: bytes) -> Evidence:
        """Archives a page as the browser held it; it must follow the response that it was made from (`Run.rendered`)."""
        return self._archive.resource(url, at, "text/html; charset=utf-8", html)

    def append_resource(self, url: str, at: dt.datetime, content_type: str, body: bytes) -> Evidence:
        """Archives something that came by another way than the network: a file that a person handed in."""
        return self._archive.resource(url, at, content_type, body)

    def meet(self, row: PageRow) -> None:
        """Shown every row before it is added; the page of an unchanged one holds only what a crawl goes on from."""

    def append_page(self, row: PageRow) -> None:
        """Adds a row to the page table, and to the archive how the page was reached."""
        self._table.append(row)
        if row.evidence:
            self._archive.reached(row.evidence, row.depth, row.parent, row.attempt)

    def append_same(self, row: SameRow, note: bytes = b"") -> None:  # noqa: ARG002  # for who takes notes
        """Adds the row of an unchanged page: its page is the one in the row that it names, in a table that was adopted.

        `note` is what the earlier run noted of it, empty where that is not known.

        How it was reached stands in the row only: a record of that would cost as much as the revisit itself.
        """
        self._table.append(row)

    def append_leads(self, line: bytes) -> None:
        """Adds what a later crawl wants of the row that was just added; there is a line for each row or for none."""
        self._leads.append(line)

    def sync(self) -> dict[str, int]:
        """Puts everything on the disk and returns the length of every data file: the marks to be committed.

        Rows point into the archive, so it reaches the disk before them.
        """
        self._marks |= self._archive.sync()
        self._marks |= self._table.sync()
        self._marks |= self._leads.sync()
        return dict(self._marks)

    def rows(self) -> Iterator[PageRow]:
        """The page rows so far, in the order in which they were written."""
        return (row.whole() for row in self.lazy_rows())

    def lazy_rows(self) -> Iterator[LazyRow]:
        """The same without the pages of rows that are unchanged, which are read when they are asked for."""
        self.sync()
        yield from lazy_rows_of(self.path / name for name in sorted(self._marks) if PAGES.fullmatch(name))

    def digest_of(self, evidence: Evidence) -> bytes:
        """The SHA-256 of the content of an archived answer of this run."""
        self._archive.flush(evidence.file)
        return hashlib.sha256(response(self.path, evidence).body).digest()

    def response(self, evidence: Evidence) -> Response:
        """An archived answer of this run, its content decoded; `RunError` when its bytes were altered."""
        self._archive.flush(evidence.file)
        return response(self.path, evidence)

    def rendered(self, evidence: Evidence) -> bytes | None:
        """The page as the browser held it, when the record after the answer is one."""
        self._archive.flush(evidence.file)
        return rendered(self.path, evidence)

    # ── the rest, and the end ────────────────────────────────────────────────────────────────────

    def shot(self, name: str, png: bytes) -> str:
        """Keeps a screenshot; returns its name within the run."""
        folder = self.path / SHOTS
        with writing(folder):
            folder.mkdir(exist_ok=True)
        file = folder / f"{_SAFE_NAME.sub('_', name)}.png"
        put(file, [png])
        return f"{SHOTS}/{file.name}"

    def write_facts(self, facts: Iterable[Fact]) -> None:
        """Writes the facts one by one as they come; whatever was there before is replaced."""
        self._facts = put(self.path / FACTS, (_encode(fact) + b"\n" for fact in facts))

    def close(
        self, ended: dt.datetime, *, stats: Stats, complete: bool = True, incomplete_reason: str | None = None
    ) -> Manifest:
        """Closes the run: the manifest comes last and whole, and makes it one."""
        marks = self.sync()
        self.abandon()
        self.cut_to(marks)
        opening = self.opening
        manifest = Manifest(
            format=opening.format,
            kind=opening.kind,
            run=opening.run,
            subject=opening.subject,
            settings=opening.settings,
            software=opening.software,
            started=opening.started,
            ended=ended,
            complete=complete,
            incomplete_reason=incomplete_reason,
            stats=stats,
            files=tuple(self._entries()),
            follows=opening.follows,
            previous=opening.previous,
            adopted=tuple(entry.name for entry in opening.adopted),
        )
        manifest = manifests.seal(manifest)
        put(self.path / manifests.NAME, [manifests.encode(manifest)])
        return manifest

    def _entries(self) -> Iterator[FileEntry]:
        known = {entry.name: entry for entry in (*self.opening.adopted, self._facts) if entry}
        for file in manifests.files_of(self.path):
            name = file.relative_to(self.path).as_posix()
            yield known.get(name) or manifests.hash_file(file, name)

    def abandon(self) -> None:
        """Lets go of the files without closing the run: it can be continued."""
        self._archive.close()
        self._table.close()
        self._leads.close()


def _refuse_taken(path: Path) -> None:
    """A folder that a power cut left before its first file was whole holds nothing and is taken as new."""
    if path.exists() and not (path.is_dir() and all(map(is_draft, path.iterdir()))):
        state = "已有一次完成的检查" if (path / manifests.NAME).exists() else "已有内容"
        raise RunError(
            f"输出目录“{path.name}”{state}，不会覆盖；请换一个名称，未完成的检查可用 --resume 继续"
        )
