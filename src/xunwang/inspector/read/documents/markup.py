"""The text of the XML inside office documents, in one pass; declared entities are refused."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from xunwang.inspector.read.documents.model import UnreadableError


class Flow:
    """Which elements hold text, what the end of others stands for (a line break, a tab), and which are cells and rows of tables."""

    def __init__(
        self,
        texts: frozenset[str],
        ends: Mapping[str, str],
        *,
        cells: frozenset[str] = frozenset(),
        rows: frozenset[str] = frozenset(),
    ) -> None:
        self._texts = texts
        self._ends = ends
        self._cells, self._rows = cells, rows

    def read(self, data: bytes) -> str:
        """The text in reading order. `UnreadableError` for broken XML and for XML that declares entities."""
        pieces: list[str] = []
        inside = 0

        def start(name: str, _: dict[str, str]) -> None:
            nonlocal inside
            inside += local(name) in self._texts

        def end(name: str) -> None:
            nonlocal inside
            plain = local(name)
            inside -= plain in self._texts
            if plain in self._ends:
                pieces.append(self._ends[plain])
            elif plain in self._cells:
                _close(pieces, "\n", "\t")
            elif plain in self._rows:
                _close(pieces, "\t", "\n")

        def words(text: str) -> None:
            if inside:
                pieces.append(text)

        parse(data, start=start, end=end, words=words)
        return tidy("".join(pieces))


def _close(pieces: list[str], inner: str, sign: str) -> None:
    """Ends a cell, or a row: in place of what its last paragraph, or its last cell, ended with."""
    if pieces and pieces[-1] == inner:
        pieces[-1] = sign
    else:
        pieces.append(sign)


def parse(
    data: bytes,
    *,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object] = lambda _: None,
    words: Callable[[str], object] = lambda _: None,
) -> None:
    """Runs the handlers over the XML; nothing outside the document is ever asked for."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as exc:
        raise UnreadableError("文件内容已损坏，无法解析") from exc


def local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise UnreadableError("文件内容声明了外部实体，为安全起见未读取")


def tidy(text: str) -> str:
    """Lines without trailing blanks, none of them empty."""
    lines = (line.rstrip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())
