"""示例市 beside the served office: its websites can be looked at again, and mended."""

import datetime as dt
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
import msgspec

from xunwang.cli.demo.folder import DemoFolder
from xunwang.cli.demo.stage import CLERKS_UNIT, OF_UNITS, STAFF, inspect_settings
from xunwang.cli.refusal import cannot_write
from xunwang_demo import city as cities
from xunwang_demo.server import CityServer

_LOOKS_EVERY = 1.0  # seconds between two looks at the list of mended sites


def believe_the_day() -> None:
    """The office of 示例市 lives on the day after its monitoring point; to be called before Django is set up."""
    os.environ.setdefault("XUNWANG_TODAY", (cities.AS_OF + dt.timedelta(days=1)).isoformat())


@contextmanager
def city_beside(folder: DemoFolder) -> Iterator[None]:
    """The city answers as long as the block lasts, and the office's worker knows where."""
    over = threading.Event()
    with CityServer(cities.build()) as server:
        server.set_day(1)
        settings = folder.root.absolute() / "inspect.json"
        try:
            settings.write_bytes(msgspec.json.encode(inspect_settings(server)))
        except OSError as error:
            raise cannot_write(settings, error) from error
        os.environ["XUNWANG_INSPECT"] = str(settings)
        mender = threading.Thread(target=_mend, args=(folder, server, over), name="mender", daemon=True)
        mender.start()
        _tell(folder)
        try:
            yield
        finally:
            over.set()
            mender.join()


def _tell(folder: DemoFolder) -> None:
    names = "、".join(f"{name}（{words}）" for name, (_, words) in STAFF.items())
    below = "、".join(words for role, words in STAFF.values() if role in OF_UNITS)
    click.echo(f"另有账号 {names}，密码相同；{below}属于{CLERKS_UNIT}", err=True)
    click.echo(f"把网站的域名逐行写进 {folder.repaired}，示例市就把它修好，可以复查", err=True)


def _mend(folder: DemoFolder, server: CityServer, over: threading.Event) -> None:
    """Serves every site that stands in the list without its faults, once."""
    mended: set[str] = set()
    while not over.wait(_LOOKS_EVERY):
        for host in _listed(folder) - mended:
            mended.add(host)
            try:
                server.repair(host)
            except KeyError:
                click.echo(f"示例市没有域名为 {host} 的网站", err=True)


def _listed(folder: DemoFolder) -> set[str]:
    try:
        return set(folder.repaired.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        return set()
