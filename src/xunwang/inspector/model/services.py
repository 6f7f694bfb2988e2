"""Facts of letters, guides, policies, consultations and searches."""

import datetime as dt

from xunwang.inspector.model.answers import Evidence
from xunwang.inspector.model.base import Record
from xunwang.inspector.model.pages import FormFile


class MessageFact(Record, frozen=True, tag="message", tag_field="fact"):
    """A letter as one page showed it; a letter stands in lists and on a page of its own (`own_page`), once for each.

    `lacks`: what the own page of an answered letter leaves out, of `asked`, `answered`, `unit`, `reply`. `phrase` is the whole of an answer
    that says nothing. Days are those written on the page. `question` and `reply` are their texts where the page has them in full, else
    None; what was cut off at 2,000 characters ends with "…".
    """

    key: str
    title: str
    url: str
    parent: str | None
    asked: dt.date | None = None
    answered: dt.date | None = None
    unit: str | None = None
    status: str | None = None
    replied: bool | None = None
    own_page: bool = False
    lacks: tuple[str, ...] = ()
    phrase: str | None = None
    evidence: Evidence | None = None
    question: str | None = None
    reply: str | None = None


class MailboxFact(Record, frozen=True, tag="mailbox", tag_field="fact"):
    """A page that lists letters or tells their numbers (`statistics`). `unread` says why its letters are not at hand."""

    key: str
    name: str
    url: str
    letters: int = 0
    statistics: bool = False
    unread: str | None = None
    evidence: Evidence | None = None


class GuideFact(Record, frozen=True, tag="guide", tag_field="fact"):
    """A service guide without the text of its elements; the fields are those of `Guide`.

    `scripted`: elements may be filled by a script that was not run, so that what is missing could not be checked.
    """

    key: str
    title: str
    url: str
    parent: str | None = None
    missing: tuple[str, ...] = ()
    vague: tuple[tuple[str, str], ...] = ()
    forms: tuple[FormFile, ...] = ()
    scripted: bool = False
    evidence: Evidence | None = None


class PolicyFact(Record, frozen=True, tag="policy", tag_field="fact"):
    """A policy document. `interpreted` gives the addresses of the interpretations found for it, by title, number or link."""

    key: str
    title: str
    url: str
    number: str | None = None
    published: dt.date | None = None
    interpreted: tuple[str, ...] = ()
    evidence: Evidence | None = None


class InterpretationFact(Record, frozen=True, tag="interpretation", tag_field="fact"):
    """An interpretation of a policy. `policy` is the address of the policy it belongs to, None where none was found on the site.

    `leads`: it links to its policy, `led_to`: the policy links back (None where there is no policy page to look at). `forms` are of
    `text`, `picture`, `video`, `questions`.
    """

    key: str
    title: str
    url: str
    published: dt.date | None = None
    forms: tuple[str, ...] = ()
    policy: str | None = None
    leads: bool = False
    led_to: bool | None = None
    evidence: Evidence | None = None


class ConsultationFact(Record, frozen=True, tag="consultation", tag_field="fact"):
    """A consultation or survey. `outcome` is the address where its result is told, which may be its own page; `adopted`: it says what was adopted."""

    key: str
    title: str
    url: str
    published: dt.date | None = None
    deadline: dt.date | None = None
    form: bool = False
    outcome: str | None = None
    adopted: bool = False
    evidence: Evidence | None = None


class SearchTry(Record, frozen=True):
    """One known item asked for. `found` is None, with the reason, where the answer could not be read."""

    title: str
    url: str
    found: bool | None = None
    reason: str | None = None
    evidence: Evidence | None = None


class SearchFact(Record, frozen=True, tag="search", tag_field="fact"):
    """The site's own search, asked for known items. `unasked` says why nothing was asked."""

    key: str
    url: str
    tries: tuple[SearchTry, ...] = ()
    unasked: str | None = None
