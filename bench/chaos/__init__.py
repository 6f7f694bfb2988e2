"""Faults at any moment: what was acknowledged is there afterwards, what was left torn is repaired at the start."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [
    str(ROOT / "tests"),
    str(ROOT / "tests" / "office" / "jobs"),
]  # the tests' own offices and servers
