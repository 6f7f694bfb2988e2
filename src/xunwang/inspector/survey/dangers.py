"""The signs of danger of a site, drawn together: one that many pages show is told once, with the page that showed it first."""

from collections.abc import Iterable, Iterator

from msgspec import structs

from xunwang.inspector.model import Evidence, PageKind, SafetyFact, SafetyKind, SafetySign

MOST = 3_000  # signs of one kind that are told one by one


class Dangers:
    """Held in memory up to a number of signs of each kind; what goes beyond is counted."""

    def __init__(self) -> None:
        self._facts: dict[tuple[SafetyKind, str], SafetyFact] = {}
        self._told: dict[SafetyKind, int] = {}
        self._unlisted: dict[SafetyKind, int] = {}

    def take(
        self, signs: Iterable[SafetySign], *, url: str, key: str, kind: PageKind, evidence: Evidence | None
    ) -> None:
        for sign in {(one.kind, one.place): one for one in signs}.values():
            known = self._facts.get((sign.kind, sign.place))
            if known is not None:
                self._facts[sign.kind, sign.place] = _again(known, sign)
            elif self._told.get(sign.kind, 0) >= MOST:
                self._unlisted[sign.kind] = self._unlisted.get(sign.kind, 0) + 1
            else:
                self._told[sign.kind] = self._told.get(sign.kind, 0) + 1
                self._facts[sign.kind, sign.place] = SafetyFact(
                    sign=sign, url=url, key=key, on_home=kind is PageKind.HOME, evidence=evidence
                )

    def facts(self) -> Iterator[SafetyFact]:
        last: dict[SafetyKind, tuple[SafetyKind, str]] = {place[0]: place for place in self._facts}
        for place, fact in self._facts.items():
            unlisted = self._unlisted.get(fact.sign.kind, 0) if last[fact.sign.kind] == place else 0
            yield structs.replace(fact, unlisted=unlisted) if unlisted else fact


def _again(known: SafetyFact, sign: SafetySign) -> SafetyFact:
    """The surer word counts."""
    surer = sign if sign.sure and not known.sign.sure else known.sign
    return structs.replace(known, sign=surer, pages=known.pages + 1)
