"""The planted pages of the safety gate: tables of text in `planted/`, each read into whole pages and files. Numbers of people are made when it is read.

A table opens with a line about its author and one with the skin of its pages. What follows:

    [KINDS]                 what must be told of the pages below (any one of these), or [honest]
    = NAME @FORM | TEXT     a page or a file; FORM (another skin, a kind of file, or raw for a whole page) where it is not the table's
    TEXT                    more of it: a line of the body, or FIELD: TEXT for title, head, before, end and last; ⏎ breaks a line of these

A page without a body has the skin's own news, which `«news»` stands for. `«id»` is the number of nobody, `«id:4»` its first four digits,
`«same:4:18»` the others of the number before, `«code:TEXT»` a text in one of the codes below.
"""

import base64
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote

import docx
import openpyxl
from stdnum import luhn

from xunwang_demo.oddities import citizen_number

PLANTED = Path(__file__).parent / "planted"
_SECTION = re.compile(r"\[([a-z ]+)\]")
_FIELD = re.compile(r"(title|head|before|end|last): ?(.*)")
_MARK = re.compile(r"«(\w+)(?::([^«»]*))?»")
_WIDE = str.maketrans("0123456789X", "".join(chr(code) for code in (*range(0xFF10, 0xFF1A), 0xFF38)))
_NEVER_GIVEN = "11010119000101000"  # of a region that exists, with a sequence that is never given out


class Planted(NamedTuple):
    """A whole page, or a file where `suffix` says which. `kinds`: what must be told, one of them is enough; none for an honest page."""

    name: str
    content: bytes
    kinds: frozenset[str]
    home: str
    suffix: str = ""


class Skin(NamedTuple):
    """A kind of site: its address, the title and the news of a page that plants them nowhere, and the page around them."""

    home: str
    title: str
    news: str
    frame: str


def tables() -> list[Path]:
    return sorted(PLANTED.glob("*.txt"))


def planted(table: Path) -> Iterator[Planted]:
    """The pages and files of a table; the same at each reading."""
    _, skin, *lines = table.read_text().splitlines()
    makers = _Makers(Random(table.stem))
    kinds: frozenset[str] = frozenset()
    entries: list[tuple[frozenset[str], str, list[str]]] = []
    for line in lines:
        if opened := _SECTION.fullmatch(line):
            kinds = frozenset(opened[1].split()) - {"honest"}
        elif line.startswith("= "):
            head, _, text = line[2:].partition(" | ")
            entries.append((kinds, head, [text] if text else []))
        elif line:
            entries[-1][2].append(line)
    for told, head, texts in entries:
        name, _, form = head.partition(" @")
        yield _made(name, told, form or skin, texts, makers)


def _made(name: str, kinds: frozenset[str], form: str, texts: list[str], makers: "_Makers") -> Planted:
    fields = {found[1]: found[2] for text in texts if (found := _FIELD.fullmatch(text))}
    body = "\n".join(text for text in texts if not _FIELD.fullmatch(text))
    if pack := _FILES.get(form):
        return Planted(name, pack(makers.filled(body)), kinds, SKINS["portal"].home, form)
    skin = SKINS[form]
    parts = {"title": skin.title, "head": "", "before": "", "end": "", "last": "", **fields}
    page = skin.frame
    for part, text in {**parts, "body": body or skin.news, "news": skin.news}.items():
        page = page.replace(f"«{part}»", text)
    return Planted(name, makers.filled(page).encode(), kinds, skin.home)


def _skins() -> dict[str, Skin]:
    skins = {}
    for file in (PLANTED / "skins").glob("*.html"):
        home, title, news, frame = file.read_text().rstrip("\n").split("\n", 3)
        skins[file.stem] = Skin(home, title, news, frame)
    return skins


class _Makers:
    """What stands for the marks of a table."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._last = ""

    def filled(self, text: str) -> str:
        """With the marks replaced, those within others first."""
        text = text.replace("⏎", "\n")
        while (more := _MARK.sub(self._one, text)) != text:
            text = more
        return text

    def _one(self, found: re.Match[str]) -> str:
        name, text = found[1], found[2]
        if name in _CODES:
            return _CODES[name](text)
        start, _, stop = (text or "").rpartition(":")
        return str(getattr(self, name)()[int(start or 0) : int(stop) if stop else None])

    def id(self) -> str:
        self._last = citizen_number(self._random)
        return self._last

    def same(self) -> str:
        return self._last

    def idx(self) -> str:
        """One that ends in X."""
        while not (number := self.id()).endswith("X"):
            pass
        return number

    def regional(self) -> str:
        total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(_NEVER_GIVEN))
        return _NEVER_GIVEN + "10X98765432"[total % 11]

    def mobile(self) -> str:
        return f"13{self._random.randint(0, 9)}{self._random.randint(0, 99_999_999):08d}"

    def card(self) -> str:
        body = f"62{self._random.randint(0, 10**16 - 1):016d}"
        return body + luhn.calc_check_digit(body)


def _packed(code: str) -> str:
    """As the packers of scripts write it, that put a number for each word."""
    words = sorted(set(re.findall(r"\w+", code)))
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"

    def numbered(found: re.Match[str]) -> str:
        place = words.index(found[0])
        return (digits[place // 36] if place > 35 else "") + digits[place % 36]

    payload = re.sub(r"\w+", numbered, code).replace("\\", r"\\").replace("'", r"\'")
    return (
        "eval(function(p,a,c,k,e,d){e=function(c){return c.toString(36)};while(c--){if(k[c]){p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c])}}return p}"
        f"('{payload}',36,{len(words)},'{'|'.join(words)}'.split('|'),0,{{}}))"
    )


_CODES: dict[str, Callable[[str], str]] = {
    "dec": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "xent": lambda text: "".join(f"&#x{ord(letter):X};" for letter in text),
    "pct": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "quoted": lambda text: quote(text, safe=""),
    "hex": lambda text: "".join(f"\\x{ord(letter):02x}" for letter in text),
    "codes": lambda text: ",".join(str(ord(letter)) for letter in text),
    "b64": lambda text: base64.b64encode(text.encode()).decode(),
    "pack": _packed,
    "fours": lambda text: " ".join(text[place : place + 4] for place in range(0, len(text), 4)),
    "wide": lambda text: text.translate(_WIDE),
    "wrong": lambda text: text[:-1] + ("1" if text[-1] != "1" else "2"),
}


def _workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(text)):
        sheet.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _document(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _archive(text: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("名单.csv", text)
    return into.getvalue()


_FILES: dict[str, Callable[[str], bytes]] = {
    "csv": str.encode,
    "txt": str.encode,
    "xlsx": _workbook,
    "docx": _document,
    "zip": _archive,
}
SKINS = _skins()
