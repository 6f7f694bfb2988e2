"""The archive of a run while it is written."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from xunwang import __version__
from xunwang.inspector.evidence import warcread
from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.evidence.files import Series
from xunwang.inspector.evidence.folder import ARCHIVE, ARCHIVE_FORM
from xunwang.inspector.evidence.warc import Message, Origin, Pair, Scribe, digest
from xunwang.inspector.model import Attempt, Evidence

SOFTWARE = f"xunwang/{__version__}"


class ArchiveWriter:
    """Appends records. Every method gives the evidence of what it wrote, which holds once the archive has been synced."""

    def __init__(self, folder: Path, rotate_at: int) -> None:
        self._folder = folder
        self._rotate_at = rotate_at
        self._scribe = Scribe()
        self._series = Series(folder, ARCHIVE_FORM, ARCHIVE)
        self._abouts: dict[tuple[str, int], str] = {}
        self._origins: dict[Evidence, Origin] = {}  # of the answers since the last sync
        self._earlier: dict[str, FileIO] = {}

    def exchanges(self, messages: Iterable[Message], digest_of_last: bytes | None) -> Evidence | None:
        kept = tuple(messages)
        if not kept:
            return None
        *before, last = kept
        self._redirects(before)
        known = f"sha256:{digest_of_last.hex()}" if digest_of_last else None
        return self._pair(self._scribe.exchange(last, known), last)

    def revisit(self, messages: Iterable[Message], earlier: Evidence | Origin) -> Evidence:
        *before, last = messages
        self._redirects(before)
        origin = earlier if isinstance(earlier, Origin) else self._origin(earlier)
        payload = "" if last.status == 304 else digest(last.body)
        if payload and warcread.digest_value(payload) != warcread.digest_value(origin.payload):
            return self._pair(self._scribe.exchange(last, payload), last)
        return self._pair(self._scribe.revisit(last, origin), last, origin)

    def origin_of(self, evidence: Evidence) -> Origin | None:
        """What a revisit of an answer that was archived since the last sync refers to."""
        return self._origins.get(evidence)

    def resource(self, url: str, at: dt.datetime, content_type: str, body: bytes) -> Evidence:
        return self._write(self._scribe.resource(url, at, content_type, body), at)

    def reached(self, evidence: Evidence, depth: int, parent: str | None, attempt: Attempt) -> None:
        """Keeps how a page was reached, if its answer was archived since the last sync."""
        about = self._abouts.pop((evidence.file, evidence.offset), None)
        if about:
            self._append(self._scribe.metadata(about, depth, parent, attempt), attempt.at)

    def _redirects(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._pair(self._scribe.exchange(message), message)

    def _pair(self, pair: Pair, message: Message, origin: Origin | None = None) -> Evidence:
        self._append(pair.request, message.at, rotate=True)
        evidence = self._write(pair.answer, message.at)
        self._abouts[evidence.file, evidence.offset] = pair.about
        self._origins[evidence] = origin or Origin(
            evidence, pair.record, message.url, pair.date, pair.payload
        )
        return evidence

    def _write(self, record: bytes, at: dt.datetime) -> Evidence:
        name, offset = self._append(record, at)
        summed = hashlib.sha256(record).hexdigest()
        return Evidence(file=name, offset=offset, length=len(record), sha256=summed)

    def _append(self, record: bytes, at: dt.datetime, *, rotate: bool = False) -> tuple[str, int]:
        archive = self._series.last
        if archive is None or (rotate and archive.size >= self._rotate_at):
            archive = self._series.begin()
            archive.append(self._scribe.warcinfo(at, archive.name, SOFTWARE))
        return archive.name, archive.append(record)

    def _origin(self, evidence: Evidence) -> Origin:
        """What a revisit of the answer behind `evidence` refers to."""
        self.flush(evidence.file)
        try:
            stream = self._earlier.get(evidence.file)
            if stream is None:
                stream = self._earlier[evidence.file] = (self._folder / evidence.file).open("rb", 0)
            stream.seek(evidence.offset)
            return warcread.origin_of(warcread.head_of(stream), evidence)
        except (OSError, ValueError, KeyError) as exc:
            raise RunError(
                f"存档“{self._folder.name}/{evidence.file}”第{evidence.offset}字节处的记录无法读取，不能作为未变更页面的依据"
            ) from exc

    def flush(self, name: str) -> None:
        """Makes what was written to the file `name` readable."""
        if self._series.last and self._series.last.name == name:
            self._series.last.flush()

    def sync(self) -> dict[str, int]:
        self._abouts.clear()
        self._origins.clear()
        return self._series.sync()

    def close(self) -> None:
        self._series.close()
        for stream in self._earlier.values():
            stream.close()
        self._earlier.clear()
