"""What is kept of a visit: archive, row, links, and what became of the address."""

import msgspec

from xunwang.inspector.crawl import leads
from xunwang.inspector.crawl.discover import Carrier
from xunwang.inspector.crawl.known import KnownAddresses, KnownMarks, News
from xunwang.inspector.crawl.leads import Leads
from xunwang.inspector.crawl.ledger import Ledger
from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.crawl.shapes import template_of
from xunwang.inspector.crawl.spellings import Spellings
from xunwang.inspector.crawl.targets import Content, Found, Lane, Rank, Settled, Target
from xunwang.inspector.crawl.traps import Traps
from xunwang.inspector.crawl.visit import Visit
from xunwang.inspector.crawl.visiting import Visitor
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.urls import key_of, without_fragment
from xunwang.inspector.model import Attempt, Evidence, Page, PageKind, PageRow, Reach


class Keeper:
    """Nothing here waits, so that a unit of work is never torn."""

    def __init__(
        self,
        ledger: Ledger,
        visitor: Visitor,
        scope: Scope,
        traps: Traps,
        home: str,
        *,
        spellings: Spellings,
    ) -> None:
        self._ledger = ledger
        self._visitor = visitor
        self._scope = scope
        self._traps = traps
        self._known = KnownAddresses(home)
        self._marks = KnownMarks() if visitor.rests_on_earlier else None
        self._home_keys = {key_of(home)}
        self._home_digest = b""
        self._spellings = spellings

    def know_home(self, final: str, digest: bytes) -> None:
        """Tells where the home page really is, and what it holds: under other names it is no page of its own."""
        self._known.know_home(final)
        self._home_keys.add(key_of(final))
        self._home_digest = digest

    def keep(self, target: Target, attempts: tuple[Attempt, ...], visit: Visit, *, again: bool) -> None:
        visit = self._opened(visit)
        evidence = self.archive(visit)
        row = None if again or target.found.lane is not Lane.PAGES else self._row(target, visit, evidence)
        content = _lasting(target, visit) if row else None
        if row and content and self._is_known(target, content, visit):
            # A menu may lead to a list under this very name; where its links lead is known.
            row, content = row if row.page.items else None, None
            if row:
                self._ledger.write(target.number, row, None, b"")
        elif row:
            told = self._learn(row, visit)
            self._ledger.write(target.number, row, visit.carried, told if content else b"")
        self._ledger.settle(
            Settled(
                number=target.number,
                attempts=attempts,
                evidence=evidence,
                again=again,
                page=row is not None,
                content=content,
                origin=self._ledger.origin_of(evidence) if content and evidence else None,
            )
        )
        self._ledger.unit.count_visit(
            visit.attempt.reach,
            final=not again,
            page=row is not None,
            rendered=visit.rendered is not None,
            not_modified=visit.carried is not None,
        )
        self._ledger.tell(held_until=self._visitor.held_until)

    def _is_known(self, target: Target, content: Content, visit: Visit) -> bool:
        """Whether the page was read under another spelling of its address."""
        known = content.row and self._spellings.is_known(target.found.key, content.digest)
        return known and visit.carried is None

    def archive(self, visit: Visit) -> Evidence | None:
        self._ledger.archive_aside(self._visitor.take_aside())
        return self._ledger.archive(visit)

    def _opened(self, visit: Visit) -> Visit:
        """The visit; of a page that has not changed with its links and words, where these may be news."""
        carried = visit.carried
        if carried is None or carried.leads is None or visit.page is None:
            return visit
        at_hand = carried.leads.shown or (self._marks and self._marks.cover(carried.leads.marks))
        if at_hand and not self._traps.wants_words(visit.page.url):
            return visit
        return self._visitor.taken_apart(visit, carried)

    def _learn(self, row: PageRow, visit: Visit) -> bytes:
        """Takes what a page tells the crawl; returns what it would tell a later one."""
        if visit.page is None or visit.attempt.reach is not Reach.OK:
            return b""
        url, carried = row.page.url, visit.carried
        if carried and carried.leads:
            self._traps.saw_again(url, new=carried.leads.new)
            if carried.leads.shown:
                self._discover(row)
            return carried.line
        new = self._traps.saw(url, visit.page.text)
        found = self._discover(row)
        if found is None:
            return b""
        held_news = found.page is not None
        return leads.encode(Leads.of(row.page, new=new, marks=found.marks, with_links=held_news))

    def _row(self, target: Target, visit: Visit, evidence: Evidence | None) -> PageRow | None:
        found, attempt = target.found, visit.attempt
        if found.guessed and attempt.reach is not Reach.OK:
            return None
        if attempt.reach is Reach.OK and (visit.page is None or self._stands_for_another(target, visit)):
            return None
        if (
            attempt.detail == Detail.LEFT_ALONE
        ):  # the site's own hosts are waited for, so it leads away from them
            return None
        return PageRow(
            page=visit.page or Page(url=found.url, status=attempt.status),
            key=found.key,
            depth=found.depth,
            parent=found.parent,
            attempt=attempt,
            evidence=evidence,
            rendered=visit.rendered is not None,
            template=template_of(found.url),
        )

    def _stands_for_another(self, target: Target, visit: Visit) -> bool:
        """A redirect to an address that is visited under its own name, or the home page under a second one."""
        found = target.found
        if found.rank is Rank.HOME:
            return False
        final = without_fragment(visit.attempt.final_url or found.url)
        if final != found.url and key_of(final) != found.key:
            if self._scope.owns(final):
                self.add(msgspec.structs.replace(found, key=key_of(final), url=final))
            return True
        return visit.digest == self._home_digest

    def _discover(self, row: PageRow) -> News | None:
        """Takes the links of a page and tells which of them were news.

        Those of an error page in the place of an article belong to no place of their own.
        """
        if row.depth > 0 and row.page.kind is PageKind.ERROR:
            return None
        news = self._known.news(row.page, home=row.depth == 0)
        if news.page:
            for found in Carrier(news.page, row.depth, self._scope, self._traps).found():
                self.add(found)
        if self._marks:
            self._marks.learn(news.marks)
        return news

    def add(self, found: Found) -> None:
        if found.key not in self._home_keys:
            self._ledger.unit.add(found)


def _lasting(target: Target, visit: Visit) -> Content | None:
    """What a later run may compare with: of pages that came as they are, under the very address that was asked."""
    attempt = visit.attempt
    as_it_is = attempt.reach is Reach.OK and visit.rendered is None
    same_address = without_fragment(attempt.final_url or "") == target.found.url
    return visit.content if as_it_is and same_address else None
