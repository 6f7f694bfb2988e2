"""A PostgreSQL server of one's own: on a socket in a temporary folder, gone with the block.

`python tests/postgres_server.py [--lasting] COMMAND …` runs a command beside one, with `XUNWANG_DATABASE` set, and in `XUNWANG_TEST_TEMPLATE` the name
of the database of an empty office, which tests begin with copies of; `--lasting` for what measures, since it syncs every commit. The root user, as whom the server refuses to run, hands it to the
system's `postgres` or `nobody`.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sharing import set_up_office

_FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB", "jit": "off"}
"""For tests on one machine that stays up: nothing has to survive a power cut of the machine itself. What the server said was committed does survive its own crash.

Compiling a query (jit) costs more than any query on the few rows of a test.
"""

_LASTING = "--lasting"


class Missing(Exception):
    """There is no server on this machine."""


class Server:
    """A running server, on a socket and, where a `host` of this machine is given, also there for its `network`.

    `address` is what `XUNWANG_DATABASE` takes.
    """

    def __init__(self, folder: Path, *, host: str = "", network: str = "") -> None:
        self._folder, self._host, self._port = folder, host, _free_port(host)
        self._data = folder / "data"
        self._user = _user()
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self._do(
            "initdb", "-D", self._data, "-U", "xunwang", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{name} = {value}\n" for name, value in _FAST.items())
        if network:
            with (self._data / "pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {network} trust\n")
        self.start()
        self.create("xunwang")

    @property
    def address(self) -> str:
        return self.address_of("xunwang")

    def address_of(self, database: str) -> str:
        return f"postgresql:///{database}?host={self._folder}&port={self._port}&user=xunwang"

    def over_network(self, database: str) -> str:
        return f"postgresql://xunwang@{self._host}:{self._port}/{database}?connect_timeout=2&tcp_user_timeout=1500"

    def create(self, database: str) -> str:
        self._do("createdb", "-h", self._folder, "-p", self._port, "-U", "xunwang", database)
        return self.address_of(database)

    def start(self) -> None:
        settings = {
            "unix_socket_directories": self._folder,
            "listen_addresses": self._host,
            "port": self._port,
        }
        words = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._do(
            "pg_ctl", "-D", self._data, "-w", "-t", "120", "-l", self._folder / "log", "-o", words, "start"
        )

    def make_lasting(self) -> None:
        """Every commit reaches the disk from now on, as on a server that nobody made faster."""
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write("fsync = on\n")
        self._do("pg_ctl", "-D", self._data, "reload")

    def stop(self) -> None:
        """At once, as if it had crashed: open transactions are lost."""
        self._do("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def _do(self, program: str, *arguments: object) -> None:
        command = [str(_programs() / program), *map(str, arguments)]
        if self._user:
            command = [
                "setpriv",
                f"--reuid={self._user.pw_uid}",
                f"--regid={self._user.pw_gid}",
                "--clear-groups",
                *command,
            ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self._folder)
        if done.returncode:
            log = self._folder / "log"
            told = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}{told}")


def _free_port(host: str) -> int:
    """On a socket any will do; at an address the usual one may be held by what a killed run left behind."""
    if not host:
        return 5432
    with socket.create_server((host, 0)) as found:
        return int(found.getsockname()[1])


def _programs() -> Path:
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if (place / "initdb").exists():
            return place
    raise Missing("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")


def _user() -> pwd.struct_passwd | None:
    if os.getuid():
        return None
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


@contextmanager
def postgres(*, host: str = "", network: str = "") -> Iterator[Server]:
    """Raises Missing."""
    _programs()
    with tempfile.TemporaryDirectory(prefix="xw-pg-") as name:  # a socket's path must be short
        folder = Path(name)
        folder.chmod(0o711)
        server = Server(folder, host=host, network=network)
        try:
            yield server
        finally:
            server.stop()


def _beside(command: list[str]) -> int:
    with postgres() as running, tempfile.TemporaryDirectory() as home:
        if command[:1] == [_LASTING]:
            running.make_lasting()
            command = command[1:]
        set_up_office(Path(home), XUNWANG_DATABASE=running.create("empty"))
        ours = {"XUNWANG_DATABASE": running.address, "XUNWANG_TEST_TEMPLATE": "empty"}
        return subprocess.run(command, env=os.environ | ours, check=False).returncode


if __name__ == "__main__":
    sys.exit(_beside(sys.argv[1:]))
