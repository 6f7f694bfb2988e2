"""Where a page begins and where it ends: behind the first end tag that no further document follows, with documents inside documents counted."""

import re

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)|<html\b|</html\s*>", re.DOTALL | re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|</(?:html|body)\s*>", re.DOTALL | re.IGNORECASE)
_BEGINS = re.compile(r"<!--.*?(?:-->|\Z)|<!doctype\b|<html\b", re.DOTALL | re.IGNORECASE)


def start_of(source: str) -> int:
    """The place where the first document begins; 0 where none says so."""
    begins = (found.start() for found in _BEGINS.finditer(source) if not found[0].startswith("<!--"))
    return next(begins, 0)


def end_of(source: str) -> int:
    """The place behind the end of the page; the length of the source where it never ends.

    Frames of content systems carry whole documents, one in the other or one behind the other: there the last end counts. What stands
    between the end of the only document and another end tag is behind the end.
    """
    depth, end, last = 0, -1, -1
    for found in _TAG.finditer(source):
        if found[0].startswith("</"):
            depth, last = max(0, depth - 1), found.end()
            if end < 0 and depth == 0:
                end = last
        elif len(found[0]) == len("<html"):
            depth, end = depth + 1, -1
    return next((place for place in (end, last) if place >= 0), len(source))


def behind(source: str) -> str:
    """What stands behind the end, without comments and without further end tags."""
    return _COMMENT.sub("", source[end_of(source) :]).strip()
