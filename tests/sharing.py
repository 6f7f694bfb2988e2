"""What takes long to make is made once for all processes that run the tests."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DATABASE = "office.sqlite3"
_SET_UP = (
    "import sys; from pathlib import Path; from xunwang.office import boot; boot.setup(Path(sys.argv[1]))"
)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name` of this run of the tests, filled by `make` in the process that asks first; the others wait."""
    base = factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            make(place)
            (place / "made").touch()
    return place


def environment_of_nobody() -> dict[str, str]:
    """The environment without anything that leads to an office."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("XUNWANG_", "DJANGO_"))}


def set_up_office(home: Path, **environment: str) -> None:
    """An empty office, as its first start makes it, which takes some seconds of a processor."""
    command = [sys.executable, "-c", _SET_UP, str(home)]
    subprocess.run(command, env=environment_of_nobody() | environment, check=True)


def lay_out(database: Path, home: Path) -> Path:
    """A data folder that starts from the database of an empty office."""
    home.mkdir(mode=0o700, parents=True)
    shutil.copy(database, home / DATABASE)
    return home
