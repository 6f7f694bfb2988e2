"""What others made and the office carries along: exactly what is written down of it, with its licences, and nothing that pages may not load."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src/xunwang/office/web/static/vendor"
TOLD = tomllib.loads((VENDOR / "VENDOR.toml").read_text("utf-8"))
NEWER_THAN_ES5 = r"=>|\b(?:let|const|class|async|await)\s+[\w$]|(?<!\\)`|\?\.[A-Za-z_$]"
"""Outside of comments and strings. `?.5` is a number, and a backtick behind a backslash stands in a regular expression; a parser has seen the whole (VENDOR.toml)."""
SPOKEN = r'/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''


def test_nothing_lies_there_that_is_not_written_down_and_every_sum_is_right():
    told = {f"{name}/{file}": sum_ for name, one in TOLD.items() for file, sum_ in one["files"].items()}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.toml"
    }

    assert found == told


@pytest.mark.parametrize("name", TOLD)
def test_each_says_where_it_comes_from_and_brings_its_licence(name):
    one = TOLD[name]

    assert all(one[field] for field in ("version", "licence", "package"))
    assert one["version"] in one["package"]
    assert any(file.startswith("LICENSE") for file in one["files"])


@pytest.mark.parametrize("script", sorted(VENDOR.rglob("*.js")), ids=lambda path: path.name)
def test_scripts_run_in_browsers_of_five_years_ago_and_under_the_office_policy(script):
    text = re.sub(SPOKEN, "''", script.read_text("utf-8"), flags=re.DOTALL)

    assert re.findall(NEWER_THAN_ES5, text) == []
    assert re.findall(r"\beval\(|new Function\b|\bimport\(", text) == []


def test_licences_of_what_is_carried_along_stand_among_those_of_the_package():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license-files"]
    listed = {path for pattern in named for path in ROOT.glob(pattern)}
    carried = {path for kind in ("LICENSE*", "NOTICE*") for path in VENDOR.rglob(kind)}

    assert carried
    assert carried <= listed
