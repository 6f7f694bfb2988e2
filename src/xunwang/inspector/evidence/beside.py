"""Files that lie beside the page tables of a run: a line for each row, gzipped in batches, committed together with it."""

import re
from pathlib import Path

from xunwang.inspector.evidence.files import Series
from xunwang.inspector.evidence.warc import pack

_BATCH = 1 << 20


class BesideWriter:
    """What is appended counts after `sync` and the commit of the marks that it returns, as rows do."""

    def __init__(self, folder: Path, form: str, pattern: re.Pattern[str]) -> None:
        self._series = Series(folder, form, pattern)
        self._lines: list[bytes] = []
        self._size = 0

    def append(self, line: bytes) -> None:
        self._lines.append(line)
        self._size += len(line)
        if self._size > _BATCH:
            self._write()

    def _write(self) -> None:
        if self._lines:
            file = self._series.last or self._series.begin()
            file.append(pack(b"\n".join([*self._lines, b""])))
            self._lines.clear()
            self._size = 0

    def sync(self) -> dict[str, int]:
        self._write()
        return self._series.sync()

    def close(self) -> None:
        self._series.close()
