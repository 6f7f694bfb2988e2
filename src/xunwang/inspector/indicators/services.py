"""The facts about guides, documents, letter boxes and search, sorted for the indicators that ask for them."""

from collections.abc import Iterable

from xunwang.inspector.model import (
    ConsultationFact,
    Fact,
    GuideFact,
    InterpretationFact,
    MailboxFact,
    PolicyFact,
    Record,
    SearchFact,
)

ServiceFact = GuideFact | PolicyFact | InterpretationFact | ConsultationFact | MailboxFact | SearchFact


class Services(Record, frozen=True):
    """Each once, as it was seen last, in the order in which it was met first. Letters are walked, not held."""

    guides: tuple[GuideFact, ...] = ()
    policies: tuple[PolicyFact, ...] = ()
    interpretations: tuple[InterpretationFact, ...] = ()
    consultations: tuple[ConsultationFact, ...] = ()
    mailboxes: tuple[MailboxFact, ...] = ()
    searches: tuple[SearchFact, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Services":
        last: dict[tuple[type, str], ServiceFact] = {}
        for fact in facts:
            if isinstance(fact, ServiceFact):
                last[type(fact), fact.key] = fact
        every = tuple(last.values())
        return cls(
            guides=tuple(fact for fact in every if isinstance(fact, GuideFact)),
            policies=tuple(fact for fact in every if isinstance(fact, PolicyFact)),
            interpretations=tuple(fact for fact in every if isinstance(fact, InterpretationFact)),
            consultations=tuple(fact for fact in every if isinstance(fact, ConsultationFact)),
            mailboxes=tuple(fact for fact in every if isinstance(fact, MailboxFact)),
            searches=tuple(fact for fact in every if isinstance(fact, SearchFact)),
        )
