"""Packages that go from one place to another: runs, kept pages, missed cases, backups; stamps of time; what operators and bookmarks write."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import msgspec
from click.testing import CliRunner
from django.test import override_settings

from bench.fuzz.model import ACCOUNT, DAY, HOME, NOW, Reader, by_path, zipped
from bench.fuzz.runs import packed_run, read_run
from xunwang.cli.account_access import accesses_in
from xunwang.cli.cases import cases_command
from xunwang.cli.refusal import Refusal
from xunwang.inspector import door
from xunwang.office.accounts.capturing import Captured, read_form
from xunwang.office.backups.contents import CONTENTS, DATABASE, FORMAT, HEAD, Contents, Head, Member
from xunwang.office.backups.reading import check
from xunwang.office.errors import OfficeError
from xunwang.office.looking import looking_settings
from xunwang.office.stamping import protocol

_CASE = door.Case(f"{HOME}a.html", "D-4.3", DAY, "cn-2019", "东河")


def packages() -> list[Reader]:
    run, norm = packed_run(NOW), door.norm("cn-2019")
    digest = hashlib.sha256(b"x").digest()
    return [
        Reader("run", [run], read_run, (door.RunError,)),
        Reader("kept pages", [run], lambda data: door.try_case(data, _CASE, norm), (door.RunError,)),
        Reader("missed cases", [_cases(run)], by_path(_tried, ".zip"), (Refusal,)),
        Reader("backup", [_backup()], by_path(check, ".xwb"), (OfficeError,)),
        Reader(
            "time stamp",
            [_stamp(digest)],
            lambda data: protocol.check(data, digest, "sha256", 7),
            (protocol.StampError,),
        ),
        *_forms(),
    ]


def _forms() -> list[Reader]:
    """Settings of the operator, credentials, and the form of the bookmark that captures a page, its fields one under the other."""
    settings = b'{"delay":1.5,"browser":"never","connect_to":["www.example.gov.cn:80:127.0.0.1:8000"]}'
    access = '{"微信:dh":{"appid":"a","secret":"b"}}'.encode()
    form = (
        "https://weibo.com/u/1",
        "东河发布",
        "春耕 3月29日 08:00",
        '[{"text":"春耕","url":"https://weibo.com/1/a"}]',
        "1774828800000",
    )
    return [
        Reader("settings of inspections", [settings], by_path(_settings, ".json"), (OfficeError,)),
        Reader(
            "credentials", [access], by_path(lambda path: accesses_in(path, [ACCOUNT]), ".json"), (Refusal,)
        ),
        Reader("captured page", ["\x1f".join(form).encode()], _captured),
    ]


def _settings(path: Path) -> object:
    with override_settings(INSPECT=str(path)):
        return looking_settings()


def _captured(data: bytes) -> object:
    fields = [*data.decode("utf-8", "replace").split("\x1f"), *[""] * 5]
    return read_form(Captured(*fields[:5]))


def _cases(run: bytes) -> bytes:
    line = {"url": _CASE.url, "indicator": "D-4.3", "reported": "2026-03-31", "expected": "东河"}
    page = "<html><body><p>东河县部暑春耕</p></body></html>".encode()
    lines = ({**line, "kept": "a.zip"}, {**line, "indicator": "P1", "page": "a.html"})
    told = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
    return zipped({"cases.jsonl": told, "a.zip": run, "a.html": page})


def _tried(path: Path) -> object:
    return CliRunner().invoke(cases_command, [str(path)], catch_exceptions=False, standalone_mode=False)


def _backup() -> bytes:
    out, files = io.BytesIO(), {DATABASE: b"rows", "secret.key": b"key"}
    members = tuple(Member(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items())
    notes = {
        HEAD: Head(format=FORMAT, software="1", made_at=NOW),
        CONTENTS: Contents(files=members, migrations=(), key=True),
    }
    head, contents = ({name: msgspec.json.encode(note)} for name, note in notes.items())
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data in (head | files | contents).items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _stamp(digest: bytes) -> bytes:
    """What of an answer is read here: that it was granted, for this hash and this number."""
    said = b"\x30\x03\x02\x01\x00" + protocol.request(digest, "sha256", 7)
    return b"\x30" + bytes([len(said)]) + said
