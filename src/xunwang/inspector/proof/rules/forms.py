"""Forms of characters that simplified Chinese does not use."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from xunwang.inspector.proof.rules.shapes import Hit

MOST = 2  # forms in a line; more of them are a text that means to be written so
LEAST_PLAIN = 8  # other Chinese characters beside them
_TITLES = "《》“”「」"
_TERMS = ("黑矇",)  # of a trade, that keep a form


@cache
def standard_forms() -> Mapping[str, str]:
    """The standard form of each variant."""
    text = (
        resources.files("xunwang.inspector.proof")
        .joinpath("data", "variants.tsv")
        .read_text(encoding="utf-8")
    )
    return dict(line.split("\t") for line in text.splitlines())


def odd(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A stray form in a line of simplified Chinese; not in titles and quotations, which keep what they quote."""
    forms = standard_forms()
    places = [at for at, character in enumerate(line) if character in forms]
    plain = sum("\u4e00" <= character <= "\u9fff" for character in line) - len(places)
    if len(places) > MOST or plain < LEAST_PLAIN:
        return
    for at in places:
        if not _quoted(line, at) and not line.startswith(_TERMS, max(0, at - 1)):
            yield Hit(at, at + 1, (forms[line[at]],))


def _quoted(line: str, at: int) -> bool:
    before = line[:at]
    return any(before.count(_TITLES[kind]) > before.count(_TITLES[kind + 1]) for kind in (0, 2, 4))
