"""Which functions of ours take bytes apart with the means of a library, and which of ours are entered while something is done."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import xunwang

SOURCES = Path(xunwang.__file__).parent
_NAMES = (
    r"(?:ZipFile|load_workbook|open_workbook|ParserCreate|LexborHTMLParser|OleFileIO|PdfDocument|HttpResponseParser|SimpleCookie"
    r"|read_barcodes|from_bytes|unpack_from|parsedate_to_datetime|import_key_set|b64decode|safe_load|yaml\.compose|decoder\.decode"
    r"|docx\.Document|tarfile\.open|Image\.open|csv\.reader|yaml\.load|read_yaml|(?:json|jwt)\.(?:decode|loads)|json\.Decoder|feedparser\.parse|Protego\.parse|struct\.unpack)"
)
_MEANS, _ANY_MEANS = re.compile(rf"(?:^|[._]){_NAMES}$"), re.compile(_NAMES)


def taking_apart() -> dict[tuple[str, int], str]:
    """File and first line of each such function -> `file: name`."""
    return {
        (str(path), _first_line(function)): f"{path.relative_to(SOURCES)}: {function.name}"
        for path in sorted(SOURCES.rglob("*.py"))
        if "demo" not in path.parts  # what the city of the demonstration hands to itself
        if _ANY_MEANS.search(source := path.read_text(encoding="utf-8"))  # quicker than to parse them all
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and any(_opens(function))
    }


def _opens(function: ast.AST) -> Iterator[bool]:
    """Calls that write ("w") or begin something new (nothing is given) take nothing apart."""
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and _MEANS.search(ast.unparse(call.func)):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            yield bool(given) and not any(isinstance(one, ast.Constant) and one.value == "w" for one in given)


def _first_line(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([function.lineno, *(one.lineno for one in function.decorator_list)])


def entered(act: Callable[[], object]) -> set[tuple[str, int]]:
    """File and first line of each function that is entered while `act` is done."""
    seen: set[tuple[str, int]] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return seen
