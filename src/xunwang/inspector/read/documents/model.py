"""What a document is once it was read: its parts, or the reason why there are none."""

from xunwang.inspector.model import Record


class Limits(Record, frozen=True):
    """How much of a document is read. Sizes in bytes, `characters` of text altogether, `seconds` of CPU and of waiting.

    `entries` and `unpacked` bound what a zip container may hold, `ratio` how far one of its files may swell, `depth`
    containers within containers. `letters`: words are read off pictures, where that is installed.
    """

    size: int = 50 << 20
    characters: int = 2_000_000
    entries: int = 2_000
    unpacked: int = 200 << 20
    ratio: int = 200
    depth: int = 2
    seconds: int = 20
    memory: int = 2 << 30
    letters: bool = False


class Part(Record, frozen=True):
    """A piece of a document under the name by which people find it: 第3页, a sheet, a file of a container."""

    name: str
    text: str


class Document(Record, frozen=True):
    """`kind` is told from the bytes (`pdf`, `docx`, `doc`, …; "" when unknown). `unread`: in Chinese why there is no text.

    `truncated`: a limit was reached, the text is only its beginning. `skipped`: parts that could not be read, each
    with its reason.
    """

    kind: str
    parts: tuple[Part, ...] = ()
    truncated: bool = False
    unread: str | None = None
    skipped: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts)


class UnreadableError(Exception):
    """The document has no text for us; the message says in Chinese why."""
