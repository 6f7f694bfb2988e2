"""The demo's folder: what lies where, and whether a finished demo can be used again."""

import shutil
from pathlib import Path

import msgspec

from xunwang import __version__
from xunwang.cli.refusal import Refusal, cannot_write
from xunwang.inspector.model import Record

_MARK = ".xunwang-demo"


class Result(Record, frozen=True):
    """The object that `demo --format json` ends with; `files` are paths."""

    version: str
    sites: int
    pages: int
    planted: int
    found: int
    left_out: int
    unbuilt: int
    precision: float
    recall: float
    missed: list[str]
    false: list[str]
    seconds: float
    account: str
    password: str
    files: dict[str, str | list[str]]

    @property
    def exact(self) -> bool:
        return not self.missed and not self.false


class DemoFolder:
    """`register.xlsx`, `probes.csv` and `truth.csv` of the city, `runs/`, `runs-earlier/` of the period before, `runs-accounts/`, and the office's `home/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.register = root / "register.xlsx"
        self.probes = root / "probes.csv"
        self.truth = root / "truth.csv"
        self.runs = root / "runs"
        self.earlier_runs = root / "runs-earlier"
        self.account_runs = root / "runs-accounts"
        self.repaired = root / "repaired.txt"
        self.home = root / "home"
        self._result = root / "result.json"

    def result(self) -> Result | None:
        """What a finished demo of this version left here; None when there is none."""
        try:
            result = msgspec.json.decode(self._result.read_bytes(), type=Result)
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return None
        return result if result.version == __version__ and self._whole(result) else None

    def _whole(self, result: Result) -> bool:
        named = [
            one for value in result.files.values() for one in ([value] if isinstance(value, str) else value)
        ]
        return self.home.is_dir() and all(Path(one).exists() for one in named)

    def begin(self) -> None:
        """An empty folder of ours; what an unfinished or older demo left goes, anything else is refused."""
        if self.root.exists() and any(self.root.iterdir()) and not (self.root / _MARK).exists():
            raise Refusal(f"目录 {self.root} 不是空目录，也不是示例市的目录；请用 --out 另给一个目录")
        try:
            for left in (self.runs, self.earlier_runs, self.account_runs, self.home):
                shutil.rmtree(left, ignore_errors=True)
            self._result.unlink(missing_ok=True)
            self.runs.mkdir(parents=True)
            (self.root / _MARK).touch()
        except OSError as error:
            raise cannot_write(self.root, error) from error

    def finish(self, result: Result) -> None:
        """Write `result.json` last and whole: it makes the folder a finished demo."""
        draft = self._result.with_suffix(".part")
        try:
            draft.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2))
            draft.replace(self._result)
        except OSError as error:
            raise cannot_write(self._result, error) from error
