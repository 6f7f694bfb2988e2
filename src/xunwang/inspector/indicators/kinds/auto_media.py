"""自动播放: pages that play sound or pictures without being asked, told by their source; of a sample also by what its scripts made of it."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked
from xunwang.inspector.indicators.whole import NO_SAMPLE
from xunwang.inspector.model import Evidence, FlawKind, PageFact, Record

_MOST = 50


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    return _Tally(book)


class _Tally(PageTally):
    """What many pages play is told once, on the page nearest to the home page."""

    def __init__(self, book: FactBook) -> None:
        self._book = book
        self._places = {
            sample.key: _place(sample.key, sample.url, sample.auto_media, sample.evidence)
            for sample in book.whole.samples
            if sample.auto_media
        }
        self._known = {name for sample in book.whole.samples for name in sample.auto_media}

    def see(self, page: PageFact) -> None:
        told = page.particulars.flaws if page.particulars else ()
        media = tuple(flaw.words for flaw in told if flaw.kind is FlawKind.PLAYS)
        if not media or not is_read(page) or len(self._places) >= _MOST or self._known.issuperset(media):
            return
        self._known.update(media)
        self._places[page.key] = _place(page.key, page.url, media, page.evidence)

    def report(self) -> Report:
        samples = self._book.whole.samples
        if not samples and not self._places:
            return unchecked(self._book.home_unread or NO_SAMPLE)
        reason = None if self._places else f"抽看的{len(samples)}个页面没有自动播放"
        return counted(tuple(self._places.values()), reason=reason)


def _place(key: str, url: str, media: tuple[str, ...], evidence: Evidence | None) -> Place:
    return Place(
        locator=f"media:{key.partition('/')[2]}",
        url=url,
        message=f"打开页面即自动播放音视频（{len(media)}处）",
        excerpt="、".join(media),
        evidence=evidence,
        certain=False,
    )
