"""What one benchmark found out, as one file from which tables and plots are made."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Round:
    """One run of one contender: CPU and wall time in seconds, memory in MiB, and what the server and the truth say of it."""

    cpu: float
    wall: float
    memory: float
    status: int
    pages: int
    requests: int
    found: int
    wrong: int


@dataclass
class Measured:
    """All rounds of one contender; figures are medians, CPU in milliseconds a page."""

    key: str
    title: str
    versions: str
    reports: str
    rounds: list[Round] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        return median(self._each)

    @property
    def spread(self) -> tuple[float, float]:
        return min(self._each), max(self._each)

    @property
    def _each(self) -> list[float]:
        return [1000 * one.cpu / max(1, one.pages) for one in self.rounds]

    @property
    def speed(self) -> float:
        """Pages in a second of wall time."""
        return median(one.pages / one.wall for one in self.rounds)

    @property
    def memory(self) -> float:
        return median(one.memory for one in self.rounds)

    @property
    def last(self) -> Round:
        return self.rounds[-1]


@dataclass
class Results:
    """`settings` and `machine` are shown as they stand; `planted` counts broken links by kind."""

    settings: dict[str, str]
    machine: dict[str, str]
    pages: int
    planted: dict[str, int]
    measured: list[Measured] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    pair: list[float] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    functions: dict[str, float] = field(default_factory=dict)
    incremental: dict[str, float] = field(default_factory=dict)

    def of(self, key: str) -> Measured | None:
        return next((one for one in self.measured if one.key == key and one.rounds), None)

    def of_key(self, key: str) -> Measured:
        return next(one for one in self.measured if one.key == key)

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Results":
        raw = json.loads(path.read_text(encoding="utf-8"))
        raw["measured"] = [
            Measured(**{**one, "rounds": [Round(**each) for each in one["rounds"]]})
            for one in raw["measured"]
        ]
        return cls(**raw)
