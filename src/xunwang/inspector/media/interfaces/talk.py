"""What a talk with a platform's interface is made of. A talk knows no network: it yields what to ask and is sent the answer."""

from collections.abc import Generator, Mapping, Sequence

from msgspec import structs

from xunwang.inspector.media.look import Look, joined
from xunwang.inspector.model import Evidence, PostFact, Record

MOST_PAGES = 60


class Field(Record, frozen=True):
    """Something an account's keeper enters: its name in `Access.given`, its label, whether the talk needs it and whether it is secret."""

    name: str
    label: str
    needed: bool = True
    secret: bool = True


class Access(Record, frozen=True):
    """The way into an account through its platform's interface (`way` of `INTERFACES`). `server`: a gateway in the platform's place."""

    way: str
    given: Mapping[str, str]
    server: str | None = None


class Ask(Record, frozen=True):
    """One request. `shown` is its address without secrets, under which the answer is archived; None: the answer is a secret and is not kept."""

    url: str
    shown: str | None
    body: bytes | None = None
    headers: Mapping[str, str] = {}


class Answer(Record, frozen=True):
    """`failed`: why nothing came, in Chinese. `evidence`: where the answer was archived."""

    body: bytes = b""
    failed: str | None = None
    evidence: Evidence | None = None


Talk = Generator[Ask, Answer, Look]


def proven(posts: Sequence[PostFact], answer: Answer) -> tuple[PostFact, ...]:
    """The posts, resting on the answer that showed them."""
    return tuple(structs.replace(post, evidence=answer.evidence) for post in posts)


def ended(pages: Sequence[Look], why: str | None) -> Look:
    """What was read before the talk came to its end, and why it ended early: nothing of it is lost."""
    if not pages:
        return Look(unread=why)
    whole = joined(pages)
    note = f"读到{len(whole.posts)}条后中断：{why}" if why else None
    return structs.replace(whole, note=note)
