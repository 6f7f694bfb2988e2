"""What the code imports is what an installation brings: nothing that is there only because the tests or another package want it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OWN = {"xunwang", "xunwang_demo"}


def names(requirements: Iterable[str]) -> set[str]:
    return {re.match(r"[\w.-]+", one)[0].lower().replace("_", "-") for one in requirements}


def brought(requirements: Iterable[str]) -> set[str]:
    """What they bring, and what that brings."""
    found, waiting = set(), names(requirements)
    while waiting:
        name = waiting.pop()
        found.add(name)
        with suppress(PackageNotFoundError):
            needed = [one for one in requires(name) or () if "extra ==" not in one]
            waiting |= names(needed) - found
    return found


NEEDED = brought(PROJECT["dependencies"])
OPTIONAL = brought(one for extra in PROJECT["optional-dependencies"].values() for one in extra)
WITH_EXTRAS = {
    ("inspector/fetch/asking.py", "playwright"),
    ("inspector/fetch/chromium.py", "playwright"),
    ("inspector/fetch/covering.py", "playwright"),
    ("inspector/fetch/framed.py", "playwright"),
    ("inspector/fetch/resting.py", "playwright"),
    ("office/jobs/tasks.py", "procrastinate"),
}
"""Modules that are loaded only where their extra is installed, and what they import of it."""


def imported(tree: ast.AST, *, inside: bool = False) -> Iterator[tuple[str, bool]]:
    """The packages that a module imports, and whether it does so only when it comes to that."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((one.name.partition(".")[0], inside) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0], inside
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            lazy = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from imported(node, inside=lazy)


def test_every_import_is_brought_by_an_installation():
    known, missing = packages_distributions(), set()
    for file in (ROOT / "src" / "xunwang").rglob("*.py"):
        place = file.relative_to(ROOT / "src" / "xunwang").as_posix()
        for name, lazy in imported(ast.parse(file.read_text())):
            if name in OWN or name in sys.stdlib_module_names:
                continue
            bringing = {one.lower().replace("_", "-") for one in known.get(name, [name])}
            if not bringing & (NEEDED | (OPTIONAL if lazy or (place, name) in WITH_EXTRAS else set())):
                missing.add(f"{place}: {name}")

    assert missing == set()
