"""What a page says for visitors who want something: letters, guides, document numbers. Each is looked for only where cheap signs tell of it."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from xunwang.inspector.model import Crumb, Guide, Message, PageKind
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.guide import may_be_guide, read_guide
from xunwang.inspector.read.letter_records import letters_in_scripts
from xunwang.inspector.read.letters import may_hold_letters, own_names, read_letters, shows_statistics
from xunwang.inspector.read.links import Found
from xunwang.inspector.read.numbers import read_number

_NUMBERED = frozenset({PageKind.ARTICLE, PageKind.OTHER, PageKind.COLUMN})


class Services(msgspec.Struct, frozen=True):
    messages: tuple[Message, ...] = ()
    statistics: bool = False
    guide: Guide | None = None
    number: str | None = None


def read_services(
    dom: Dom, found: Sequence[Found], *, kind: PageKind, title: str | None, crumbs: Sequence[Crumb], heading: Node | None,
    today: dt.date | None, base: str,
) -> Services:  # fmt: skip
    """The letters, the guide or the document number of a page; a page with letters is no guide."""
    names = own_names(title, crumbs)
    number = read_number(dom, heading.start if heading else 0) if kind in _NUMBERED else None
    if may_hold_letters(dom, kind, names):
        messages = read_letters(dom, found, title=title, names=names, today=today)
        messages = messages or letters_in_scripts(dom.scripts, base)
        if messages or shows_statistics(dom, names):
            return Services(messages, shows_statistics(dom, names), None, number)
    guide = (
        read_guide(dom, found, kind=kind, title=title or "", names=names)
        if may_be_guide(dom, kind, names)
        else None
    )
    return Services(guide=guide, number=number)
