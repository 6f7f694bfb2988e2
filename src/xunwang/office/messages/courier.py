"""Sends one message through Apprise, in a process of its own that can connect to the given addresses and nowhere else.

Reads one JSON object from standard input: `address` (Apprise's), `title`, `text`, `places` (IP address and port pairs that the
guard permitted). Writes one JSON object: `sent`, and `said`, what Apprise told about a failure. Knows nothing of Django: a
child starts in a third of a second and cannot see the office's data.
"""

import io
import json
import logging
import socket
import sys
from typing import Any

import apprise


def _bind_to(places: list[list[Any]]) -> None:
    """Every name leads to the permitted addresses, and a connection to any other is refused when it is made."""
    allowed = {(host, port) for host, port in places}

    def found(_host: object, _port: object, *_rest: object, **_named: object) -> list[Any]:
        return [
            (socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))
            for host, port in sorted(allowed)
        ]

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event == "socket.connect" and tuple(given[1][:2]) not in allowed:
            raise OSError("not permitted")

    vars(socket)["getaddrinfo"] = found
    sys.addaudithook(watch)


def main() -> None:
    asked = json.load(sys.stdin)
    _bind_to(asked["places"])
    told = io.StringIO()
    logging.basicConfig(stream=told, level=logging.WARNING, format="%(message)s")
    courier = apprise.Apprise()
    sent = courier.add(asked["address"]) and courier.notify(
        title=asked["title"], body=asked["text"], body_format=apprise.NotifyFormat.TEXT
    )
    json.dump({"sent": bool(sent), "said": told.getvalue()[-300:]}, sys.stdout)


if __name__ == "__main__":
    main()
