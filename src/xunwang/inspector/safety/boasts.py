"""Pages that break-ins left as a sign: whoever did it signs, in a title or on a page that says nothing else."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import SafetyKind, SafetySign, late

ANCHORS = (
    *(
        f"{done} by"
        for done in (
            "hacked",
            "h4cked",
            "h4ck3d",
            "hax0red",
            "defaced",
            "d3faced",
            "pwned",
            "owned",
            "0wned",
            "rooted",
            "stamped",
        )
    ),
    "greetz to",
    "greetz:",
    "greetz :",
)
_BOAST = re.compile(rf"\b(?:{'|'.join(ANCHORS)})(?!\w)", re.IGNORECASE)
_HAN = late(r"[\u4e00-\u9fff]")
_LONGEST = 2_000  # characters of a page that says nothing else
_FEW = 30  # Chinese characters of one that a government did not write
_SIGNED = 200  # characters of a line that is nothing but such a name
_LEAD = 16  # characters before it that call to the reader
_SENTENCE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|websites?|accounts?|computers?|phones?)\s*\Z", re.IGNORECASE
)
_OF_PAPERS = frozenset({"owned by", "rooted by", "stamped by"})  # which forms and enterprises are, too
_FOUND = 60


def signs(title: str, text: str, key: str) -> Iterator[SafetySign]:
    """Whether somebody boasts of having broken in; who reports on it does so in Chinese."""
    for said in (title, text if len(text) < _LONGEST else "", *_signatures(text)):
        found = _BOAST.search(said)
        if found and len(_HAN.findall(said)) < _FEW and not _is_quoted(said, found.start()):
            yield SafetySign(
                kind=SafetyKind.TAMPER,
                rule="boast",
                place=f"tamper:{key}",
                found=" ".join(said[found.start() : found.start() + _FOUND].split()),
                why="页面带有入侵者的留名，疑似被篡改",
                sure=True,
            )
            return


def _signatures(text: str) -> Iterator[str]:
    """The lines of a text that begin with such a name and say nothing in Chinese."""
    for line in text.split("\n"):
        found = _BOAST.search(line, 0, _SIGNED)
        if (
            found
            and len(line) <= _SIGNED
            and found.start() <= _LEAD
            and found[0].lower() not in _OF_PAPERS
            and _HAN.search(line) is None
            and not _SENTENCE.search(line, 0, found.start())
        ):
            yield line


def _is_quoted(said: str, place: int) -> bool:
    return said[max(0, place - 1) : place] in {"“", "‘", "「", '"'} and bool(_HAN.search(said))
