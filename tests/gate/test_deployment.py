"""What installs and starts the office: files that are copied exist, commands and variables are known, units are sound."""

import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from xunwang import cli
from xunwang.office import settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
UNITS = sorted((DEPLOY / "systemd").iterdir())


@pytest.fixture
def known_command(capsys):
    """Whether the verb and its options are there."""

    def ask(words):
        capsys.readouterr()
        assert cli.run([words[0], "--help"]) == 0, words
        shown = capsys.readouterr().out
        for option in words[1:]:
            assert not option.startswith("-") or option in shown, f"{words[0]} {option}"

    return ask


def instructions(name):
    """The words of every instruction of that name, lines that go on joined."""
    joined = re.sub(r"\\\n\s*", " ", CONTAINER)
    return [line.split()[1:] for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_the_container_copies_what_is_there_and_starts_a_known_command(known_command):
    for words in instructions("COPY"):
        if words[0].startswith("--from="):
            continue
        assert [name for name in words[:-1] if not (ROOT / name).exists()] == []
    needed = {"pyproject.toml", "uv.lock", "README.md", "LICENSE"}
    assert needed <= {name for words in instructions("COPY") for name in words}
    assert instructions("ENTRYPOINT") == [['["xunwang"]']]
    (command,) = instructions("CMD")[-1:]
    known_command(yaml.safe_load(" ".join(command)))
    extras = re.findall(r"--extra (\w+)", CONTAINER)
    assert set(extras) <= set(re.findall(r"^(\w+) = \[", (ROOT / "pyproject.toml").read_text(), re.MULTILINE))


def test_compose_names_what_is_there(known_command):
    services, secrets = COMPOSE["services"], COMPOSE["secrets"]
    assert (ROOT / services["web"]["build"]["dockerfile"]).is_file()
    assert (DEPLOY / services["web"]["build"]["context"]).resolve() == ROOT
    known_command([str(word) for word in services["worker"]["command"]])
    for service in services.values():
        assert set(service.get("secrets", ())) <= set(secrets)
        volumes = {one.partition(":")[0] for one in service.get("volumes", ())}
        assert volumes <= set(COMPOSE["volumes"])
        for name in service.get("environment", {}):
            assert not name.startswith("XUNWANG_") or f"`{name.removesuffix('_FILE')}`" in settings.__doc__, (
                name
            )


@pytest.mark.parametrize(
    "unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda unit: unit.name
)
def test_a_unit_starts_a_known_command_with_known_settings(unit, known_command):
    text = unit.read_text()
    commands = re.findall(r"/opt/xunwang/bin/xunwang ([^'\n]+)", text)
    assert commands
    for command in commands:
        known_command([word for word in command.split() if not word.startswith('"')])
    for name in re.findall(r"^Environment=(XUNWANG_\w+)", text, re.MULTILINE):
        assert f"`{name}`" in settings.__doc__


def test_the_newest_fourteen_backups_stay_whatever_the_last_one_came_to(tmp_path):
    text = (DEPLOY / "systemd" / "xunwang-backup.service").read_text()
    (written,) = re.findall(r"^ExecStopPost=/bin/sh -c '(.+)'$", text, re.MULTILINE)
    for number in range(16):
        (tmp_path / f"{number:02}.xwb").touch()
        os.utime(tmp_path / f"{number:02}.xwb", (number, number))
    (tmp_path / "别的.txt").touch()

    for _ in range(2):
        subprocess.run(["sh", "-c", written.replace("/var/backups/xunwang", str(tmp_path))], check=True)
    assert sorted(one.stem for one in tmp_path.glob("*.xwb")) == [f"{number:02}" for number in range(2, 16)]
    assert (tmp_path / "别的.txt").exists()
    (made,) = re.findall(r"^ExecStartPre=\+/usr/bin/install -d .* -o xunwang (\S+)$", text, re.MULTILINE)
    assert f"{made}/" in re.search(r"^ExecStart=(.+)$", text, re.MULTILINE)[1]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_finds_nothing_to_say_about_the_units(tmp_path):
    """The program is taken where this environment has it; everything else is read as it stands."""
    program = Path(sys.executable).with_name("xunwang")
    copies = []
    for unit in UNITS:
        copies.append(tmp_path / unit.name)
        copies[-1].write_text(unit.read_text().replace("/opt/xunwang/bin/xunwang", str(program)))
    answer = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", "--man=no", *copies],
        capture_output=True,
        text=True,
        check=False,
    )
    if "Failed to" in answer.stderr and "xunwang" not in answer.stderr:
        pytest.skip(f"systemd-analyze does not work here: {answer.stderr.splitlines()[0]}")

    assert [line for line in answer.stderr.splitlines() if "xunwang" in line] == []


@pytest.fixture(scope="module")
def audit():
    loader = importlib.machinery.SourceFileLoader("audit", str(ROOT / "tools" / "audit"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("audit", loader))
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("answers", "status", "sentence"),
    [
        ([{"vulns": []}, {"vulns": []}], 0, "no known faults in 2 dependencies"),
        ([{"vulns": []}, {"skip_reason": "not found"}], 2, "answered for 1 of 2 dependencies"),
        (
            [{"vulns": [{"id": "CVE-1", "fix_versions": ["2.0"]}]}, {"vulns": []}],
            1,
            "a 1.0: CVE-1, mended in 2.0",
        ),
    ],
)
def test_an_audit_never_says_nothing_found_of_what_nobody_looked_at(audit, answers, status, sentence):
    found, said = audit.told([{"name": "a", "version": "1.0"} | answer for answer in answers])

    assert (found, sentence in said) == (status, True)


def advisory(number, name, *events, **fields):
    """An invented one, in the OSV format."""
    part = {
        "package": {"ecosystem": fields.pop("ecosystem", "PyPI"), "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": fields.pop("versions", []),
    }
    return {"id": number, "modified": "2026-11-20T08:00:00Z", "affected": [part], **fields}


def audited(place):
    command = [sys.executable, ROOT / "tools" / "audit", "--advisories", place]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("form", ["file", "folder", "zip"])
def test_an_audit_without_a_network_finds_what_a_carried_file_tells(audit, tmp_path, form):
    version = audit.installed()["django"]
    told = advisory("INVENTED-1", "Django", {"introduced": "0"}, {"fixed": "999.1"})
    place = tmp_path / "all.zip" if form == "zip" else tmp_path / "advisories"
    if form == "zip":
        with zipfile.ZipFile(place, "w") as package:
            package.writestr("INVENTED-1.json", json.dumps(told))
    elif form == "folder":
        (place / "vulns" / "django").mkdir(parents=True)
        (place / "vulns" / "django" / "INVENTED-1.yaml").write_text(yaml.safe_dump(told))
    else:
        place.write_text(json.dumps([told]))
    status, said = audited(place)

    assert status == 1
    assert "held against 1 advisories, the newest of 2026-11-20T08:00:00Z" in said
    assert f"django {version}: INVENTED-1, mended in 999.1" in said


NONE = (
    "{}",
    "[1]",
    "<html>",
    "not: [closed",
    '{"id": "X", "affected": []}',
    '{"id": "X", "affected": null}',
    '{"id": "X", "affected": "django"}',
    '{"id": "X", "affected": [{"package": {"ecosystem": "PyPI"}}]}',
    '{"id": "X", "affected": [{"package": {"ecosystem": "PyPI", "name": "django"}, "versions": null}]}',
)


@pytest.mark.parametrize("body", NONE)
def test_an_audit_against_what_holds_no_advisories_says_that_nothing_was_audited(tmp_path, body):
    (tmp_path / "file").write_text(body)
    status, said = audited(tmp_path / "file")

    assert status == 2
    assert "nothing was audited" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("version", "events", "listed", "affected"),
    [
        ("2.0", [{"introduced": "0"}, {"fixed": "2.0"}], [], False),
        ("1.9.9", [{"introduced": "0"}, {"fixed": "2.0"}], [], True),
        ("2.0", [{"introduced": "1.0"}, {"last_affected": "2.0"}], [], True),
        ("2.0.1", [{"introduced": "1.0"}, {"last_affected": "2.0"}], [], False),
        ("0.9", [{"introduced": "1.0"}], [], False),
        ("10.0", [{"introduced": "9.0"}, {"fixed": "not-a-version"}], [], True),
        ("3.1", [{"introduced": "1"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "3.2"}], [], True),
        ("2.5", [{"introduced": "1"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "3.2"}], [], False),
        ("1.0", [], ["1.0.0"], True),
        ("1.0", [], ["1.1"], False),
    ],
)
def test_an_advisory_speaks_of_the_versions_that_it_lists_or_spans(audit, version, events, listed, affected):
    (part,) = advisory("X", "a", *events, versions=listed)["affected"]
    assert audit.is_affected(version, part) is affected


def test_withdrawn_and_foreign_advisories_are_left_out(audit, tmp_path):
    everything = {"introduced": "0"}
    (tmp_path / "all.json").write_text(
        json.dumps(
            [
                advisory("GONE", "a", everything, withdrawn="2026-01-01T00:00:00Z"),
                advisory("NPM", "a", everything, ecosystem="npm"),
                advisory("HOLDS", "A_b", everything),
            ]
        )
    )
    found, _ = audit.held_against({"a-b": "1.0", "a": "1.0"}, audit.advisories(tmp_path / "all.json"))
    assert {one["name"]: [fault["id"] for fault in one["vulns"]] for one in found} == {
        "a-b": ["HOLDS"],
        "a": [],
    }
