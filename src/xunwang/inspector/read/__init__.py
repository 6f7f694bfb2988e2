"""From bytes to `Page`: one walk over the DOM, everything read off it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xunwang.inspector.read.page import read_page

__all__ = ["read_page"]


def __getattr__(name: str) -> object:
    """The page reader is loaded when somebody asks for it: the child that reads attachments seldom does, and it is most of what loads here."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from xunwang.inspector.read.page import read_page  # noqa: PLC0415

    return read_page
