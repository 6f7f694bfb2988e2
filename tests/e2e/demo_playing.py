"""Starts `xunwang demo` as a user does."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sharing import environment_of_nobody

COMMAND = (sys.executable, "-c", "from xunwang.cli import main; main()")


class Demo(NamedTuple):
    """A finished demo: the working folder it ran in, its JSON, what it said, and how it is started again."""

    place: Path
    status: int
    result: dict[str, Any]
    said: str

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return start(self.place, arguments)

    @property
    def runs(self) -> list[Path]:
        return self._closed("runs")

    @property
    def earlier_runs(self) -> list[Path]:
        """Those of the period before."""
        return self._closed("runs-earlier")

    def _closed(self, folder: str) -> list[Path]:
        paths = (self.place / "示例" / folder).iterdir()
        return sorted(path for path in paths if (path / "manifest.json").exists())


def start(place: Path, arguments: Sequence[str], path: str | None = None) -> "subprocess.Popen[str]":
    """The command in a process and session of its own, as nobody's office and in the folder `place`."""
    mine = environment_of_nobody()
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=mine | {"PATH": mine["PATH"] if path is None else path},
        start_new_session=True,
    )


def play(place: Path, path: str | None = None) -> Demo:
    process = start(place, ["demo", "--no-serve", "--format", "json", "--out", "示例"], path)
    out, err = process.communicate(timeout=1800)
    assert process.returncode in {0, 2}, err
    return Demo(place, process.returncode, json.loads(out), err)
