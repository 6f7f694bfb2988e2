"""A disk that may lose its power: what was not synced may be there, in part, in another order, or not at all.

File data counts from the `fsync` of the file on; names count from the `fsync` of their folder on, or, when that did not happen, up to some earlier point
of that folder's history. Unsynced data is lost or kept in blocks of 512 bytes, and a file that grew may have its new length and zeros in place of the data.
That is what POSIX allows; no file system is worse, most are kinder.
"""

import os
import random
import shutil
from pathlib import Path

from bench.chaos.tracing import Call

_BLOCK = 512
_IGNORED = {"fallocate", "sync_file_range"}


class _File:
    """`safe`: what is on the disk for good; `waiting`: writes (offset and data) and cuts (length) that are not."""

    def __init__(self, safe: bytes = b"") -> None:
        self._safe = bytearray(safe)
        self._waiting: list[tuple[int, bytes] | int] = []
        self.length = len(safe)

    def write(self, offset: int, data: bytes) -> None:
        self._waiting.append((offset, data))
        self.length = max(self.length, offset + len(data))

    def cut(self, length: int) -> None:
        self._waiting.append(length)
        self.length = length

    def sync(self) -> None:
        for one in self._waiting:
            _put(self._safe, one)
        self._waiting.clear()

    def after_the_cut(self, draw: random.Random) -> bytes:
        there, kept = bytearray(self._safe), draw.choice((0.0, 0.5, 0.9, 1.0))
        for one in self._waiting:
            if isinstance(one, int):
                if draw.random() < kept:
                    _put(there, one)
                continue
            offset, data = one
            for begin in range(0, len(data), _BLOCK):
                if draw.random() < kept:
                    _put(there, (offset + begin, data[begin : begin + _BLOCK]))
        if kept and len(there) > len(self._safe):
            del there[draw.choice((len(there), draw.randint(len(self._safe), len(there)))) :]
        return bytes(there)


def _put(there: bytearray, one: tuple[int, bytes] | int) -> None:
    if isinstance(one, int):
        del there[one:]
        there.extend(bytes(one - len(there)))
        return
    offset, data = one
    there.extend(bytes(max(0, offset - len(there))))
    there[offset : offset + len(data)] = data


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


class Disk:
    """A folder as the calls of a process leave it. `said` is what the process had written to its standard output by then."""

    def __init__(self, folder: Path) -> None:
        self._top = os.fspath(folder)
        self._now: dict[str, _File | None] = {self._top: None}  # None: a folder
        for path in sorted(folder.rglob("*")):
            self._now[os.fspath(path)] = None if path.is_dir() else _File(path.read_bytes())
        self._safe = dict(self._now)
        self._waiting: dict[str, list[tuple[str, _File | str | None]]] = {}
        self._places: dict[tuple[int, str], int] = {}
        self.said = b""

    # ── what happens ─────────────────────────────────────────────────────────────────────────────

    def see(self, call: Call) -> None:
        name, paths = call.name, [path for path in call.paths if path.startswith(self._top)]
        if name == "write" and call.fd == 1 and not paths:
            self.said += call.data
        if not paths or any(path.endswith(" (deleted)") for path in paths):
            return
        kinds = {
            "fsync": "sync",
            "fdatasync": "sync",
            "ftruncate": "truncate",
            "creat": "open",
            "rmdir": "unlink",
        }
        kind = kinds.get(name, name.removesuffix("2").removesuffix("at").removesuffix("64"))
        if kind not in _IGNORED:
            getattr(self, f"_see_{kind}")(call, paths)

    def _see_sync(self, _call: Call, paths: list[str]) -> None:
        self._sync(paths[0])

    def _see_truncate(self, call: Call, paths: list[str]) -> None:
        self._file(paths[0]).cut(call.numbers[-1])

    def _see_lseek(self, call: Call, paths: list[str]) -> None:
        self._places[call.fd, paths[0]] = call.result

    def _see_link(self, _call: Call, paths: list[str]) -> None:
        self._name(paths[1], self._now[paths[0]])

    def _see_unlink(self, _call: Call, paths: list[str]) -> None:
        self._gone(paths[-1])

    def _see_mkdir(self, _call: Call, paths: list[str]) -> None:
        self._name(paths[0], None)

    def _see_rename(self, _call: Call, paths: list[str]) -> None:
        self._rename(*paths)

    def _see_open(self, call: Call, paths: list[str]) -> None:
        self._open(call, paths[0])

    def _see_write(self, call: Call, paths: list[str]) -> None:
        self._write(call, paths[0])

    _see_pwrite = _see_writev = _see_pwritev = _see_write

    def _file(self, path: str) -> _File:
        found = self._now[path]
        assert found is not None, path
        return found

    def _open(self, call: Call, path: str) -> None:
        if path not in self._now:
            if "O_CREAT" not in call.flags or "O_TMPFILE" in call.flags:
                return
            self._name(path, _File())
        if "O_TRUNC" in call.flags:
            self._file(path).cut(0)
        found = self._now[path]
        self._places[call.fd, path] = found.length if found and "O_APPEND" in call.flags else 0

    def _write(self, call: Call, path: str) -> None:
        data = call.data[: call.result]
        if call.name.startswith("p"):
            self._file(path).write(call.numbers[-1], data)
        else:
            at = self._places.get((call.fd, path), 0)
            self._file(path).write(at, data)
            self._places[call.fd, path] = at + len(data)

    def _name(self, path: str, what: _File | None) -> None:
        self._now[path] = what
        self._waiting.setdefault(_folder_of(path), []).append((path, what))

    def _gone(self, path: str) -> None:
        if self._now.pop(path, self) is not self:
            self._waiting.setdefault(_folder_of(path), []).append((path, "gone"))

    def _rename(self, old: str, new: str) -> None:
        inside = [path for path in self._now if path == old or path.startswith(f"{old}/")]
        for path in sorted(inside):
            self._name(new + path[len(old) :], self._now.pop(path))
        self._waiting.setdefault(_folder_of(old), []).append((old, "gone"))

    def _sync(self, path: str) -> None:
        found = self._now.get(path)
        if found is not None:
            found.sync()
        elif path in self._now:
            for one in self._waiting.pop(path, []):
                _rename_in(self._safe, one)

    # ── what is left ─────────────────────────────────────────────────────────────────────────────

    def after_the_cut(self, place: Path, draw: random.Random) -> None:
        """Writes into `place` what a power cut at this moment leaves; one of many possibilities."""
        names = dict(self._safe)
        for waiting in self._waiting.values():
            for one in waiting[: draw.choice((0, len(waiting), draw.randint(0, len(waiting))))]:
                _rename_in(names, one)
        shutil.rmtree(place, ignore_errors=True)
        for path in sorted(names):
            there, what = place / os.path.relpath(path, self._top), names[path]
            if path != self._top and names.get(_folder_of(path), self) is not None:
                continue  # its folder is not there
            if what is None:
                there.mkdir(mode=0o700)
            else:
                there.write_bytes(what.after_the_cut(draw))


def _rename_in(names: dict[str, "_File | None"], one: tuple[str, "_File | str | None"]) -> None:
    path, what = one
    if isinstance(what, str):
        names.pop(path, None)
    else:
        names[path] = what
