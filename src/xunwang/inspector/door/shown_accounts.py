"""The accounts that a website leads to: gathered while its links go by, read back from its run, held against the register."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import structs

from xunwang.inspector.evidence import Run
from xunwang.inspector.media.shown import alone_on_platform, entry_of, shown_link, strangers
from xunwang.inspector.model import LinkFact, LinkKind, ShownAccount, ShownAccountsFact

__all__ = ["AccountsShown", "alone_on_platform", "entry_of", "shown_accounts_of_run", "strangers"]

_MOST = 300


class AccountsShown:
    """Sees every link of a site once and keeps those that lead to accounts; `codes`: what was found behind codes to scan."""

    def __init__(self, codes: ShownAccountsFact | None) -> None:
        self._codes = codes
        self._links: list[ShownAccount] = []

    def among(self, links: Iterable[LinkFact]) -> Iterator[LinkFact]:
        """The links as they come."""
        for link in links:
            yield link
            if link.internal or link.kind is not LinkKind.PAGE or len(self._links) >= _MOST:
                continue
            found = shown_link(link.url, link.text or "", link.parent)
            if found:
                self._links.append(structs.replace(found, evidence=link.evidence))

    def facts(self) -> Iterator[ShownAccountsFact]:
        """To be asked once all links have gone by; nothing where no closer look was taken."""
        if self._codes is not None:
            yield structs.replace(self._codes, accounts=(*self._links, *self._codes.accounts))


def shown_accounts_of_run(run: Path) -> ShownAccountsFact | None:
    """What a run over a website shows of accounts; None for one that did not look. Raises RunError."""
    facts = Run.open(run).each_fact()
    return next((fact for fact in facts if isinstance(fact, ShownAccountsFact)), None)
