"""The run folder: written once, closed, handed over, and never changed afterwards."""

import datetime as dt
import gzip
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

import msgspec

from xunwang import __version__
from xunwang.inspector.evidence import manifest as manifests
from xunwang.inspector.evidence import warc
from xunwang.inspector.evidence.coding import CodingError, TooLargeError, decode
from xunwang.inspector.evidence.errors import RunError, writing
from xunwang.inspector.evidence.files import AppendFile, cut, put
from xunwang.inspector.evidence.manifest import Manifest, Opening, RunKind, Stats
from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.model import Evidence, Fact, PageRow, Record, Subject

SOFTWARE = f"xunwang/{__version__}"
OPENING, FACTS, FRONTIER, SHOTS = "run.json", "facts.jsonl", "frontier.sqlite", "shots"
_ARCHIVE = re.compile(r"archive-(\d{5})\.warc\.gz")
_PAGES = re.compile(r"pages-(\d{5})\.jsonl\.gz")
_SAFE_NAME = re.compile(r"[^\w.-]+")
_ROTATE = 1 << 30
_CONTENT_LIMIT = 64 << 20
_row_encoder = msgspec.json.Encoder()
_row_decoder = msgspec.json.Decoder(PageRow)
_fact_decoder = msgspec.json.Decoder(Fact)


class Response(Record, frozen=True):
    """An archived answer: `raw` as it was sent, `body` with its Content-Encoding undone."""

    url: str
    status: int
    headers: dict[str, str]
    raw: bytes
    body: bytes


class RunWriter:
    """Writes one run. What is appended counts only after `sync` and the commit of the marks that it returns.

    A run that is continued gets new files: what a killed process left behind its last mark is cut off, and one
    that still lives writes into files which nobody reads on.
    """

    def __init__(self, path: Path, opening: Opening, *, rotate_at: int = _ROTATE) -> None:
        self.path = path
        self.opening = opening
        self._rotate_at = rotate_at
        self._archive: AppendFile | None = None
        self._pages: AppendFile | None = None
        self._unsynced: list[AppendFile] = []
        self._marks: dict[str, int] = {}
        self._batch: list[bytes] = []

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
        follows: "Run | None" = None,
        previous: "Run | None" = None,
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
        _make_folder(path)
        put(path / OPENING, _pretty(opening))
        return cls(path, opening, rotate_at=rotate_at)

    @classmethod
    def resume(cls, path: Path, *, rotate_at: int = _ROTATE) -> Self:
        """Opens an unfinished run again; `RunError` when it is finished or no run at all."""
        if (path / manifests.NAME).exists():
            raise RunError(f"检查记录“{path.name}”已经完成，不能再继续；请另起一次检查")
        try:
            opening = msgspec.json.decode((path / OPENING).read_bytes(), type=Opening)
        except FileNotFoundError:
            raise RunError(f"“{path.name}”不是未完成的检查记录(其中没有 {OPENING})") from None
        except (msgspec.DecodeError, msgspec.ValidationError) as exc:
            raise RunError(f"“{path.name}/{OPENING}”已损坏，无法继续：{exc}") from exc
        return cls(path, opening, rotate_at=rotate_at)

    def cut_to(self, marks: Mapping[str, int]) -> None:
        """Drops everything that was written behind the committed marks."""
        for path in self._data_files():
            cut(path, marks.get(path.name, 0))
        missing = [name for name, size in marks.items() if not self._has(name, size)]
        if missing:
            raise RunError(f"检查记录“{self.path.name}”缺少已提交的数据：{'、'.join(missing)}，无法继续")
        self._marks = dict(marks)

    def _has(self, name: str, size: int) -> bool:
        path = self.path / name
        return path.exists() and path.stat().st_size >= size

    def _data_files(self) -> list[Path]:
        return sorted(
            p for p in self.path.iterdir() if _ARCHIVE.fullmatch(p.name) or _PAGES.fullmatch(p.name)
        )

    def append_exchange(self, messages: Iterable[Message]) -> Evidence | None:
        """Archives requests and answers; the evidence points at the last answer (None when there was none)."""
        evidence = None
        for message in messages:
            request, response = warc.exchange(message)
            self._write(request, message.at)
            evidence = self._write(response, message.at, rotate=False)
        return evidence

    def append_rendered(self, url: str, at: dt.datetime, html: bytes) -> Evidence:
        """Archives a page as the browser held it; it must follow the response that it was made from (`Run.rendered`)."""
        return self._write(warc.resource(url, at, "text/html; charset=utf-8", html), at, rotate=False)

    def _write(self, span: warc.Span, at: dt.datetime, *, rotate: bool = True) -> Evidence:
        archive = self._archive
        if archive is None or (rotate and archive.size >= self._rotate_at):
            archive = self._open_archive(at)
        offset = archive.append(span.data)
        return Evidence(file=archive.path.name, offset=offset, length=len(span.data), sha256=span.sha256)

    def _open_archive(self, at: dt.datetime) -> AppendFile:
        name = f"archive-{self._next(_ARCHIVE):05d}.warc.gz"
        self._archive = AppendFile(self.path / name)
        self._unsynced.append(self._archive)
        self._archive.append(warc.warcinfo(at, name, SOFTWARE).data)
        return self._archive

    def _next(self, pattern: re.Pattern[str]) -> int:
        found = (pattern.fullmatch(p.name) for p in self.path.iterdir())
        return max((int(match[1]) for match in found if match), default=0) + 1

    def append_page(self, row: PageRow) -> None:
        self._batch.append(_row_encoder.encode(row))

    def sync(self) -> dict[str, int]:
        """Puts everything on the disk and returns the length of every data file: the marks to be committed."""
        self._write_batch()
        for file in self._unsynced:
            file.sync()
            self._marks[file.path.name] = file.size
            if file not in {self._archive, self._pages}:
                file.close()
        self._unsynced = [file for file in (self._archive, self._pages) if file]
        return dict(self._marks)

    def _write_batch(self) -> None:
        if not self._batch:
            return
        if self._pages is None:
            self._pages = AppendFile(self.path / f"pages-{self._next(_PAGES):05d}.jsonl.gz")
            self._unsynced.append(self._pages)
        self._pages.append(gzip.compress(b"\n".join(self._batch) + b"\n", compresslevel=1, mtime=0))
        self._batch.clear()

    def rows(self) -> Iterator[PageRow]:
        """The page rows so far, in the order in which they were written."""
        self.sync()
        for name in sorted(self._marks):
            if _PAGES.fullmatch(name):
                yield from _rows_of(self.path / name)

    def digest_of(self, evidence: Evidence) -> bytes:
        """The SHA-256 of the content of an archived answer of this run."""
        return hashlib.sha256(_response(self.path, evidence).body).digest()

    def shot(self, name: str, png: bytes) -> str:
        """Keeps a screenshot; returns its name within the run."""
        folder = self.path / SHOTS
        with writing(folder):
            folder.mkdir(exist_ok=True)
        file = folder / f"{_SAFE_NAME.sub('_', name)}.png"
        put(file, png)
        return f"{SHOTS}/{file.name}"

    def adopt_archives(self, run: "Run") -> None:
        """Takes over the archives of another run under their own names, so that its evidence holds here too."""
        with writing(self.path):
            for source in sorted(p for p in run.path.iterdir() if _ARCHIVE.fullmatch(p.name)):
                _link_or_copy(source, self.path / source.name)
                self._marks[source.name] = source.stat().st_size

    def write_facts(self, facts: Iterable[Fact]) -> None:
        put(self.path / FACTS, b"".join(_row_encoder.encode(fact) + b"\n" for fact in facts))

    def close(
        self, ended: dt.datetime, *, stats: Stats, complete: bool = True, incomplete_reason: str | None = None
    ) -> Manifest:
        """Closes the run: the manifest comes last and whole, and makes it one."""
        marks = self.sync()
        self.abandon()
        self.cut_to(marks)
        opening = self.opening
        manifest = manifests.seal(
            Manifest(
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
                files=tuple(entries(self.path)),
                follows=opening.follows,
                previous=opening.previous,
            )
        )
        put(self.path / manifests.NAME, manifests.encode(manifest))
        return manifest

    def abandon(self) -> None:
        """Lets go of the files without closing the run: it can be continued."""
        for file in (self._archive, self._pages):
            if file:
                file.close()
        self._archive = self._pages = None
        self._unsynced = []


class Run:
    """A closed run, read only."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(path, manifests.read(path))

    @property
    def manifest_hash(self) -> str:
        return hashlib.sha256((self.path / manifests.NAME).read_bytes()).hexdigest()

    def facts(self) -> list[Fact]:
        path = self.path / FACTS
        try:
            return [_fact_decoder.decode(line) for line in path.read_bytes().splitlines()]
        except FileNotFoundError:
            return []
        except (OSError, msgspec.DecodeError, msgspec.ValidationError) as exc:
            raise RunError(f"“{self.path.name}/{FACTS}”已损坏，无法读取：{exc}") from exc

    def pages(self) -> Iterator[PageRow]:
        for path in sorted(self.path.iterdir()):
            if _PAGES.fullmatch(path.name):
                yield from _rows_of(path)

    def span(self, evidence: Evidence) -> bytes:
        """The bytes that a piece of evidence points at, unchecked."""
        return _span(self.path, evidence)

    def response(self, evidence: Evidence) -> Response:
        """The answer behind a piece of evidence, its content decoded; `RunError` when its bytes were altered."""
        return _response(self.path, evidence)

    def rendered(self, evidence: Evidence) -> bytes | None:
        """The page as the browser held it, when the record after the evidence is one."""
        with (self.path / evidence.file).open("rb") as stream:
            stream.seek(evidence.offset + evidence.length)
            try:
                parsed = warc.read_member(stream)
            except (ValueError, zlib.error):
                return None
        return parsed.block if parsed and parsed.fields.get("warc-type") == "resource" else None


def _span(path: Path, evidence: Evidence) -> bytes:
    try:
        with (path / evidence.file).open("rb") as stream:
            stream.seek(evidence.offset)
            return stream.read(evidence.length)
    except OSError as exc:
        raise RunError(f"无法读取存档“{path.name}/{evidence.file}”：{exc.strerror}") from exc


def _response(path: Path, evidence: Evidence) -> Response:
    data = _span(path, evidence)
    if hashlib.sha256(data).hexdigest() != evidence.sha256:
        raise RunError(f"存档“{path.name}/{evidence.file}”第{evidence.offset}字节处的记录已被改动")
    parsed = warc.unpack(data)
    status, pairs, raw = warc.parse_response(parsed.block)
    headers: dict[str, str] = {}
    for name, value in pairs:
        headers.setdefault(name.lower(), value)
    body = _content(raw, headers.get("content-encoding"))
    return Response(url=parsed.fields["warc-target-uri"], status=status, headers=headers, raw=raw, body=body)


def _content(raw: bytes, encoding: str | None) -> bytes:
    try:
        return decode(raw, encoding, _CONTENT_LIMIT)
    except TooLargeError as exc:
        return exc.head
    except CodingError:
        return raw


def _make_folder(path: Path) -> None:
    if path.exists():
        state = "已有一次完成的检查" if (path / manifests.NAME).exists() else "已有内容"
        raise RunError(
            f"输出目录“{path.name}”{state}，不会覆盖；请换一个名称，未完成的检查可用 --resume 继续"
        )
    with writing(path):
        path.mkdir(parents=True)


def _rows_of(path: Path) -> Iterator[PageRow]:
    try:
        with gzip.open(path) as lines:
            for line in lines:
                yield _row_decoder.decode(line)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError, msgspec.ValidationError) as exc:
        raise RunError(f"页面表“{path.parent.name}/{path.name}”已损坏，无法读取：{exc}") from exc


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _pretty(value: Record) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def entries(path: Path) -> Iterator[manifests.FileEntry]:
    """Every file of a run folder but the manifest, hashed, in the order of their names."""
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.name != manifests.NAME:
            entry = manifests.hash_file(file)
            yield msgspec.structs.replace(entry, name=file.relative_to(path).as_posix())
