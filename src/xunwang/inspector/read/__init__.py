"""From bytes to `Page`: one walk over the DOM, everything read off it."""

from xunwang.inspector.read.page import read_page

__all__ = ["read_page"]
