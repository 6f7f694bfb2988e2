"""`python -m xunwang_demo serve` keeps the city up; `python -m xunwang_demo write DIR` puts it into files."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from xunwang_demo import probes, register, truth
from xunwang_demo.city import build
from xunwang_demo.model import City, Site
from xunwang_demo.server import CityServer


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    city = build(options.seed, scale=options.scale, mutate=options.mutate, sites=options.sites)
    try:
        if options.verb == "serve":
            serve(city, options.port)
        else:
            dump(city, options.folder)
    except OSError as error:
        sys.stderr.write(f"做不到：{error.filename or ''} {error.strerror or error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m xunwang_demo", description="示例市：带有已知问题的虚构网站群"
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    serving = verbs.add_parser("serve", help="在本机提供全部网站")
    serving.add_argument("--port", type=int, default=0, help="端口，默认自动选择")
    writing = verbs.add_parser("write", help="写出登记表、探测记录、问题清单和全部页面")
    writing.add_argument("folder", type=Path, metavar="DIR")
    for verb in (serving, writing):
        verb.add_argument("--seed", type=int, default=20260331)
        verb.add_argument("--scale", type=int, default=1, help="每个栏目的信息条数放大几倍")
        verb.add_argument("--sites", type=int, help="网站个数，多于16个的按种子生成")
        verb.add_argument("--mutate", action="store_true", help="按种子更换页面样式、类名和日期写法")
    return parser


def serve(city: City, port: int) -> None:
    """Prints the --connect-to line of every host, then serves until interrupted or terminated."""
    stop = threading.Event()
    # A handler belongs to the process. A blocked signal would not do: the threads that libraries started earlier do not block it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with CityServer(city, port=port) as server:
        sys.stdout.write("".join(f"--connect-to {line}\n" for line in server.connect_to))
        sys.stdout.flush()
        # The main thread runs handlers only when it wakes, which a signal taken by another thread does not make it do.
        while not stop.wait(timeout=0.2):
            pass


def dump(city: City, folder: Path) -> None:
    """register.xlsx, probes.csv, truth.csv and DIR/<host>/<path…>; a query becomes part of the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    register.write(city, folder / "register.xlsx")
    probes.write(city, folder / "probes.csv")
    truth.write(city, folder / "truth.csv")
    for site in city.sites:
        _dump_site(site, folder / site.host)


def _dump_site(site: Site, folder: Path) -> None:
    for target, resource in site.pages.items():
        file = folder / _file_name(target)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(resource.body)


def _file_name(target: str) -> str:
    path = target.lstrip("/").replace("?", "_").replace("&", "_")
    last = path.rpartition("/")[2]
    if not last:
        return f"{path}index.html"
    return path if "." in last else f"{path}.html"


if __name__ == "__main__":
    raise SystemExit(main())
