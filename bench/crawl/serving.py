"""The city behind a web server on loopback, one loopback address for each site."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.city import BenchCity, build

_NEIGHBOUR, _DEAD = "127.0.0.200", "127.0.0.250"
_CONFIG = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 4096; }}
http {{
  log_format asked '$request_method $status http://$http_host$request_uri';
  access_log {folder}/access.log asked buffer=512k flush=200ms;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 1000000;
  keepalive_timeout 65;
  types {{ text/html html; text/css css; text/javascript js; image/png png; image/jpeg jpg; application/msword doc; text/plain txt; }}
  add_header LinkChecker allowed always;
  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp; uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
{servers}
}}
"""
_SERVER = "  server {{ listen {authority} backlog=4096; root {root}; index index.html; {charset}}}"


class Asked(NamedTuple):
    method: str
    status: int
    url: str


class ServingError(Exception):
    """One sentence: what is missing or would not start."""


def authorities(sites: int) -> tuple[list[str], str, str]:
    """The sites' host:port, the neighbour's, and one at which nothing listens; the port is free on all of them."""
    hosts = [f"127.0.0.{11 + n}" for n in range(sites)]
    port = _free_port([*hosts, _NEIGHBOUR])
    return [f"{host}:{port}" for host in hosts], f"{_NEIGHBOUR}:{port}", f"{_DEAD}:{port}"


def _free_port(hosts: Sequence[str]) -> int:
    for port in range(8060, 8100):
        try:
            for host in hosts:
                with socket.socket() as probe:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    probe.bind((host, port))
        except OSError:
            continue
        return port
    raise ServingError("no port between 8060 and 8099 is free")


def write_city(city: BenchCity, folder: Path) -> None:
    """Every page as a file; an address that ends in / becomes its index.html."""
    for site in city.sites:
        for path, body in (*site.pages(), *site.files()):
            _put(_root(folder, site.authority) / _file_name(path), body)
    for path, body in city.neighbour_files():
        _put(_root(folder, city.neighbour) / _file_name(path), body)


def _root(folder: Path, authority: str) -> Path:
    return folder / authority.partition(":")[0]


def file_of(folder: Path, url: str) -> Path:
    """The file that a page of the city is served from."""
    authority, _, path = url.removeprefix("http://").partition("/")
    return _root(folder, authority) / _file_name(f"/{path}")


def _file_name(path: str) -> str:
    return f"{path[1:]}index.html" if path.endswith("/") else path[1:]


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


class Witness:
    """The server's own account of what it was asked, so that no contender counts for itself."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def forget(self) -> None:
        """To be called before a contender starts."""
        with self._log.open("wb"):
            pass

    def asked(self) -> list[Asked]:
        """Every request since, in order."""
        time.sleep(0.5)  # longer than the server holds its log back
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [
            Asked(method, int(status), url) for method, status, url in (line.split(" ", 2) for line in lines)
        ]


def nginx(search: str) -> str:
    """The program, looked for in `search` (as PATH). Raises ServingError."""
    program = shutil.which("nginx", path=search)
    if program is None:
        raise ServingError(
            "nginx is not installed, and the benchmark serves the city with it (Debian: apt-get install nginx-light)"
        )
    return program


@contextmanager
def served(pages: int, sites: int, folder: Path) -> Iterator[BenchCity]:
    """The city written under `folder` and served by nginx until the end of the block. Raises ServingError."""
    program = nginx(f"{os.environ.get('PATH', '')}:/usr/sbin")
    hosts, neighbour, dead = authorities(sites)
    city = build(pages, hosts, neighbour=neighbour, dead=dead)
    write_city(city, folder / "www")
    (folder / "tmp").mkdir(exist_ok=True)
    config = folder / "nginx.conf"
    config.write_text(_config(folder, city), encoding="utf-8")
    server = subprocess.Popen(
        [program, "-c", str(config), "-p", str(folder), "-e", str(folder / "error.log"), "-g", "daemon off;"]
    )
    try:
        _wait_until_it_answers(server, hosts[-1], folder)
        yield city
    finally:
        server.terminate()
        server.wait()


def _config(folder: Path, city: BenchCity) -> str:
    """As LinkChecker's manual asks, a header frees it from its own limit of ten requests a second and host."""
    charsets = {site.authority: f"charset {site.frame.charset}; " for site in city.sites}
    servers = "\n".join(
        _SERVER.format(authority=host, root=_root(folder / "www", host), charset=charsets.get(host, ""))
        for host in (*charsets, city.neighbour)
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return _CONFIG.format(folder=folder, user=user, servers=servers)


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", authority: str, folder: Path) -> None:
    host, _, port = authority.partition(":")
    for _ in range(100):
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.1)
    log = folder / "error.log"
    raise ServingError(
        f"nginx did not start: {log.read_text(encoding='utf-8')[-300:] if log.exists() else 'it left no log'}"
    )
