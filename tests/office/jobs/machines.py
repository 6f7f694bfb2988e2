"""Machines of our own: network namespaces that reach this machine at two addresses, one for the sites and one for the database."""

import asyncio
import fcntl
import os
import shutil
import subprocess
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path

SITES, DATABASE, NETWORK = "10.77.0.1", "10.77.0.2", "10.77.0.0/16"
_MARK = "xw"


def possible():
    """Whether this machine lets us make namespaces."""
    return os.getuid() == 0 and shutil.which("ip") is not None and _ip("netns", "list", check=False) == 0


def _ip(*words, check=True):
    return subprocess.run(["ip", *words], check=check, capture_output=True).returncode


@contextmanager
def addresses():
    """Makes this machine answer at both addresses."""
    for address in (SITES, DATABASE):
        _ip("addr", "add", f"{address}/32", "dev", "lo", check=False)
    try:
        yield
    finally:
        for address in (SITES, DATABASE):
            _ip("addr", "del", f"{address}/32", "dev", "lo", check=False)


class Machine:
    """A namespace with one cable to this machine."""

    def __init__(self, number):
        self.name, self._cable = f"{_MARK}{os.getpid()}-{number}", f"{_MARK}{os.getpid() % 100000}{number}"
        here, there = f"10.77.{number}.1", f"10.77.{number}.2"
        _ip("netns", "add", self.name)
        _ip("link", "add", self._cable, "type", "veth", "peer", "name", "cable", "netns", self.name)
        _ip("addr", "add", f"{here}/24", "dev", self._cable)
        _ip("link", "set", self._cable, "up")
        for words in (["link", "set", "lo", "up"], ["link", "set", "cable", "up"]):
            _ip("-n", self.name, *words)
        _ip("-n", self.name, "addr", "add", f"{there}/24", "dev", "cable")
        _ip("-n", self.name, "route", "add", "default", "via", here)

    def start(self, command, **options):
        return subprocess.Popen(["ip", "netns", "exec", self.name, *command], **options)

    def cut_off(self):
        """The database is gone for this machine: what it sends there gets lost."""
        _ip("-n", self.name, "route", "add", "blackhole", f"{DATABASE}/32")

    def connect(self):
        _ip("-n", self.name, "route", "del", "blackhole", f"{DATABASE}/32")

    def end(self):
        _ip("link", "del", self._cable, check=False)
        _ip("netns", "del", self.name, check=False)


def _clear_away():
    """Ends the machines of a run that was killed: their cables hold the networks that ours want. Whoever holds the lock is alone, so nobody lives in them."""
    told = subprocess.run(["ip", "netns", "list"], check=True, capture_output=True, text=True).stdout
    for name in (line.split()[0] for line in told.splitlines() if line.startswith(_MARK)):
        _ip("netns", "del", name, check=False)


@contextmanager
def machines(count):
    with ExitStack() as kept:
        alone = kept.enter_context(Path(tempfile.gettempdir(), "xunwang-machines.lock").open("w"))
        fcntl.flock(alone, fcntl.LOCK_EX)  # the addresses are the same for every such test on this machine
        _clear_away()
        kept.enter_context(addresses())
        made = []
        for number in range(1, count + 1):
            machine = Machine(number)
            kept.callback(machine.end)
            made.append(machine)
        yield made


@contextmanager
def relayed(port):
    """What listens on loopback answers at `SITES` too; gives the port there."""
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), []

    async def carry(reader, writer):
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # either side may hang up when it likes
        finally:
            writer.close()

    async def relay(reader, writer):
        there = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry(reader, there[1]), carry(there[0], writer))

    async def serve():
        server = await asyncio.start_server(relay, SITES, 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()

    def run():
        loop.create_task(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
