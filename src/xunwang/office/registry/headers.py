"""Where the columns of a table stand: headers as people write them, matched to fields. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from xunwang.office.registry.fields import Field
from xunwang.office.registry.table import Line


def plain(header: str) -> str:
    """A header without what people add to it: blanks, asterisks, notes in brackets."""
    text = unicodedata.normalize("NFKC", header)
    return re.sub(r"\(.*?\)|[\s*:]", "", text).upper()


def places_of(line: Line, fields: Iterable[Field]) -> dict[str, int]:
    """Field name -> column index; of two spellings of one field the one nearer to the official header wins."""
    texts = [plain(cell.text) for cell in line.cells]
    found = {}
    for field in fields:
        spelling = next((one for header in field.headers if (one := plain(header)) in texts), None)
        if spelling is not None:
            found[field.name] = texts.index(spelling)
    return found
