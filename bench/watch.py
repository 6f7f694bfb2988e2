"""What watching costs: CPU of one visit of a home page on loopback, and the share of a core that 3,000 addresses every 5 minutes take.

Run: python bench/watch.py [ADDRESSES]. The server runs in a process of its own and is not counted; TLS and name servers are not part of it.
"""

import datetime as dt
import multiprocessing
import resource
import socket
import sys
import time

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang.inspector.watch.rounds import Timeline

ADDRESSES, SECONDS = 3_000, 300
PAGE = "<html><head><title>示例市人民政府</title></head><body>" + "<p>政务公开</p>" * 1_500 + "</body></html>"


def serve(listener: socket.socket) -> None:
    body = PAGE.encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    while True:
        peer, _ = listener.accept()
        peer.recv(4096)
        peer.sendall(answer)
        peer.close()


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ADDRESSES
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = multiprocessing.get_context("fork").Process(target=serve, args=(listener,), daemon=True)
    server.start()
    port = listener.getsockname()[1]
    inspecting = door.InspectSettings(connect_to=(f"::127.0.0.1:{port}",), closed=True)
    targets = [door.Target(f"{n}", f"http://site{n}.gov.cn/", f"网站{n}") for n in range(count)]
    clock = Timeline(dt.datetime(2026, 3, 25, tzinfo=SHANGHAI))
    with door.Watch(inspecting, door.WatchSettings(minutes=5, six=False), clock) as watch:
        watch.follow(targets)
        for name in ("first round, every page read", "later round, no page changed"):
            begun, used = time.perf_counter(), cpu()
            probes = watch.advance(dt.timedelta(minutes=5)).probes
            spent = cpu() - used
            opened = sum(probe.state is door.State.OPEN for probe in probes)
            share = spent / len(probes) * ADDRESSES / SECONDS
            print(
                f"{name}: {len(probes)} visits ({opened} open), {1000 * spent / len(probes):.2f} ms CPU a visit, "
                f"{time.perf_counter() - begun:.1f} s; {ADDRESSES} addresses every 5 minutes: {100 * share:.1f} % of a core"
            )
    server.kill()


if __name__ == "__main__":
    main()
