"""Where the full work spends its CPU: the process asks itself every millisecond of CPU time what it is doing.

Usage: python -m bench.work.stages ORDER.json RESULT.json — the order is that of bench.work.full; the result is
{"stages": {stage: seconds of CPU}, "functions": {function: seconds of CPU}}.

Asking in place adds nothing to the work and leaves nothing out: what the stages are charged with adds up to the whole process.
"""

import json
import resource
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

_EVERY = 0.001
_INSPECTOR = f"{Path('xunwang', 'inspector')}/"
_FETCHING = ("asyncio", "uvloop", "httptools", "selectors", "ssl", "socket", "aiohappyeyeballs")  # fmt: skip
# The first that fits decides, a function before its file and a file before its folder; None: on behalf of whoever called.
_FUNCTIONS = {
    ("evidence/run.py", "append_page"): "rows",
    ("evidence/run.py", "append_same"): "rows",
    ("read/dom.py", "_walked"): "parse",
    ("read/dom.py", "__init__"): "parse",
}
_PLACES = {
    "fetch/urls.py": None,
    "fetch/": "fetch",
    "evidence/table.py": "rows",
    "evidence/": "archive",
    "read/decode.py": "parse",
    "read/walk.py": "parse",
    "read/blocks.py": "parse",
    "read/plain.py": "parse",
    "read/dom.py": None,
    "read/nodes.py": None,
    "read/shapes.py": None,
    "read/links.py": "links",
    "read/": "page facts",
    "safety/scan.py": "scan",
    "safety/": "safety",
    "closer/": "closer look",
    "proof/": "proofreading",
    "crawl/": "engine and frontier",
    "door/judging.py": "survey and judgement",
    "door/": "engine and frontier",
    "survey/": "survey and judgement",
    "norms/": "survey and judgement",
    "indicators/": "survey and judgement",
    "score/": "survey and judgement",
}
_SHOWN_FUNCTIONS = 25


class Sampler:
    """Counts one sample for the stage of the innermost frame that belongs to any, and for our innermost function."""

    def __init__(self) -> None:
        self.stages: Counter[str] = Counter()
        self.functions: Counter[str] = Counter()
        self._known: dict[tuple[str, str], str | None] = {}

    def take(self, _signal: int, frame: FrameType | None) -> None:
        self.stages[self._stage_of(frame)] += 1
        self.functions[_our_function(frame)] += 1

    def _stage_of(self, frame: FrameType | None) -> str:
        while frame:
            code = frame.f_code
            place = (code.co_filename, code.co_name)
            if place not in self._known:
                self._known[place] = stage(*place)
            found = self._known[place]
            if found:
                return found
            frame = frame.f_back
        return "start-up"


def _our_function(frame: FrameType | None) -> str:
    """Where our own code stands, whatever library works for it."""
    while frame:
        if _INSPECTOR in frame.f_code.co_filename:
            return f"{frame.f_code.co_filename.rpartition(_INSPECTOR)[2]} {frame.f_code.co_qualname}"
        frame = frame.f_back
    return "libraries and the event loop"


def stage(file: str, function: str) -> str | None:
    """The stage that a function belongs to; None when the one who called it decides."""
    if "importlib" in file:
        return "start-up"
    if _INSPECTOR not in file:
        return "fetch" if any(f"/{name}/" in file for name in _FETCHING) else None
    part = file.rpartition(_INSPECTOR)[2]
    if (part, function) in _FUNCTIONS:
        return _FUNCTIONS[part, function]
    return next((name for beginning, name in _PLACES.items() if part.startswith(beginning)), None)


def main(order: Path, result: Path) -> None:
    sampler = Sampler()
    signal.signal(signal.SIGPROF, sampler.take)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    from bench.work import full  # loading it is a stage too

    full.main(order)
    signal.setitimer(signal.ITIMER_PROF, 0)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    share = (usage.ru_utime + usage.ru_stime) / max(1, sampler.stages.total())
    found = {
        "stages": {name: count * share for name, count in sampler.stages.items()},
        "functions": {name: count * share for name, count in sampler.functions.most_common(_SHOWN_FUNCTIONS)},
    }
    result.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
