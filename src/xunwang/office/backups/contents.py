"""What a backup says of itself."""

import datetime as dt
import importlib.resources

from xunwang.inspector.model import Record

FORMAT = 1
HEAD, CONTENTS = "xunwang-backup.json", "contents.json"
DATABASE = "office.sqlite3"
DRAFT = ".part"


class Head(Record, frozen=True):
    """The first member: enough to tell the file from any other."""

    format: int
    software: str
    made_at: dt.datetime


class Member(Record, frozen=True):
    """One file: its place below the data folder, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


class Contents(Record, frozen=True):
    """The last member. `migrations`: the steps of the database that the writer knew, as `app.name`. `key`: whether the office's key is inside.

    `outside`: how many inspections have their run folder outside the office's own, and so not in here.
    """

    files: tuple[Member, ...]
    migrations: tuple[str, ...]
    key: bool
    outside: int = 0


def own_migrations() -> frozenset[str]:
    """The steps of the database that this version knows, as `app.name`."""
    apps = importlib.resources.files("xunwang.office")
    return frozenset(
        f"{app.name}.{step.name.removesuffix('.py')}"
        for app in apps.iterdir()
        if (app / "migrations").is_dir()
        for step in (app / "migrations").iterdir()
        if step.name[0].isdigit()
    )
