"""What the home page is made of."""

from xunwang.inspector.model import Record

CALM, PLAIN, URGENT = "calm", "", "urgent"


class Task(Record, frozen=True):
    """One thing to do: what, why, where; `tone` says how pressing it is."""

    title: str
    text: str
    link: str
    verb: str
    tone: str = PLAIN
