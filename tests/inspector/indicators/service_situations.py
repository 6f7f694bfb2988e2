"""Letters, guides, documents and searches written short in the test documents, as facts."""

from collections.abc import Iterator
from typing import Any

import msgspec

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Fact

_TAGS = {
    "messages": "message",
    "mailboxes": "mailbox",
    "guides": "guide",
    "policies": "policy",
    "interpretations": "interpretation",
    "consultations": "consultation",
    "searches": "search",
}


def service_facts(short: dict[str, Any], home: str) -> Iterator[Fact]:
    """`path` gives key and address of a fact; `repeat` makes several of them, each at an address of its own."""
    for name, tag in _TAGS.items():
        for number, one in enumerate(short.get(name, [])):
            for copy in range(one.get("repeat", 1)):
                yield _fact(tag, one, f"{tag}/{number}-{copy}.html", home)


def _fact(tag: str, one: dict[str, Any], path: str, home: str) -> Fact:
    url = home + one.get("path", path)
    words = {
        "fact": tag,
        "key": key_of(url),
        "url": url,
        "title": "关于路灯维修的咨询",
        "name": "县长信箱",
        "parent": None,
    }
    words |= {name: value for name, value in one.items() if name not in {"path", "repeat"}}
    fact: Fact = msgspec.convert(words, Fact)
    return fact
