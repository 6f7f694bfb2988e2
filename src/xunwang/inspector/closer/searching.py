"""The site's own search asked for what the site has published: a few requests, as its form would send them, and nothing stored."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable, Sequence

from xunwang.inspector.fetch.client import Exchange
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import LATE, Evidence, Page, PageKind, Reach, Record, SearchFact, SearchTry
from xunwang.inspector.read.search_form import SearchForm

MOST_REQUESTS = 3
_OLD_ENOUGH = dt.timedelta(days=7)  # an index may lag behind
_SHORTEST, _LONGEST = 8, 40  # characters of a title that is asked for
_BROKEN = 500  # of a gateway that is too busy nothing follows
_GONE = frozenset({404, 410})
_SHORT = 10  # characters of a title that are asked for where the whole of it finds nothing
_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉<>（）()【】\[\]:：,，.。·…、!！?？—\-_|]+")
_NOTHING = re.compile(
    r"(?:没有|未|无法)(?:能)?(?:找到|检索到|搜索到|查询到|查到|搜到|符合)|无(?:相关|匹配|符合)|找到(?:约|相关)?\s*0\s*[条个项]|共\s*0\s*[条个项]|0\s*条(?:结果|记录|信息)|暂无(?:数据|结果|内容|信息)|很抱歉|抱歉"
)
_FILLED = re.compile(
    rb"\$\s*\.\s*(?:ajax|getJSON|post)\b|\bfetch\s*\(|axios|XMLHttpRequest|new\s+Vue|createApp|\{\{|v-for|__NUXT__|webpack"
)

Asking = Callable[[str, bytes | None], Awaitable[tuple[Exchange, Page | None, Evidence | None]]]
Showing = Callable[[str], Awaitable[Page | None]]
SCRIPTED_RESULTS = "搜索结果由脚本生成，未能读取"
_FEW_RESULTS = 3


class KnownItem(Record, frozen=True):
    """Something that the site has published, which its search should find."""

    title: str
    url: str


def should_be_found(title: str, day: dt.date | None, today: dt.date) -> bool:
    """Whether a search of a site has to know a page listed under `day`: with a telling title, and not of the last days."""
    return day is not None and day <= today - _OLD_ENOUGH and _SHORTEST <= len(title) <= _LONGEST


async def tried(
    form: SearchForm, items: Sequence[KnownItem], ask: Asking, show: Showing | None = None
) -> SearchFact:
    """Ask for the items one after the other until one is found, at last for the beginning of the first; a form sent by POST only once.

    `show` gives a page of results as a browser holds it, for those that only a script fills.
    """
    tries: list[SearchTry] = []
    for item, words in _questions(items)[: 1 if form.postable else MOST_REQUESTS]:
        where, body = (
            (form.action, form.query(words).encode()) if form.postable else (form.address(words), None)
        )
        exchange, page, evidence = await ask(where, body)
        one = _judged(form, item, exchange, page, evidence)
        if show is not None and one.reason == SCRIPTED_RESULTS and body is None:
            one = _judged_as_shown(item, await show(where), evidence)
        tries.append(one)
        if one.found or (one.found is None and exchange.attempt.reach is not Reach.OK):
            break
    return SearchFact(key=key_of(form.action), url=form.action, tries=tuple(tries))


def _questions(items: Sequence[KnownItem]) -> list[tuple[KnownItem, str]]:
    asked = [(item, item.title) for item in items[: MOST_REQUESTS - 1]]
    return [*asked, (items[0], items[0].title[:_SHORT])] if items else []


def _judged(
    form: SearchForm, item: KnownItem, exchange: Exchange, page: Page | None, evidence: Evidence | None
) -> SearchTry:
    found, reason = _verdict(item, exchange, page)
    status = exchange.attempt.status
    if status in _GONE and form.method == "get":
        found, reason = False, f"搜索结果页不存在（{status}）"
    if found is False and form.postable and not (page and _NOTHING.search(page.text)):
        found, reason = None, "搜索表单以POST方式提交，试用一次没有找到，结果页也没有说明无结果"
    elif found is False and form.method != "get" and not form.postable:
        found, reason = None, "搜索表单以POST方式提交，以GET方式试用没有找到"
    return SearchTry(title=item.title, url=item.url, found=found, reason=reason, evidence=evidence)


def _verdict(item: KnownItem, exchange: Exchange, page: Page | None) -> tuple[bool | None, str | None]:
    """Whether the item stands in the answer; None with the reason where that cannot be told."""
    status = exchange.attempt.status
    if status == _BROKEN:
        return False, f"搜索结果页出错（{status}）"
    if exchange.attempt.reach is not Reach.OK or page is None or page.kind is PageKind.CHALLENGE:
        return None, f"搜索结果页未能打开（{status or exchange.attempt.reach.value}）"
    if any(_leads_to(item, url) or _says(item, text) for url, text in _offers(page)):
        return True, None
    if not _NOTHING.search(page.text) and (page.script_filled or _FILLED.search(exchange.body)):
        return None, SCRIPTED_RESULTS
    return False, None


def _judged_as_shown(item: KnownItem, page: Page | None, evidence: Evidence | None) -> SearchTry:
    """What the results say after their scripts; those that show neither results nor that there are none tell nothing."""
    if page is None or page.kind is PageKind.CHALLENGE:
        return SearchTry(
            title=item.title, url=item.url, reason="搜索结果由脚本生成，浏览器也未能打开", evidence=evidence
        )
    if any(_leads_to(item, url) or _says(item, text) for url, text in _offers(page)):
        return SearchTry(title=item.title, url=item.url, found=True, evidence=evidence)
    if "late" in page.script_filled:
        return SearchTry(title=item.title, url=item.url, reason=_LATE, evidence=evidence)
    if _NOTHING.search(page.text) or len(page.items) >= _FEW_RESULTS:
        return SearchTry(title=item.title, url=item.url, found=False, evidence=evidence)
    reason = "搜索结果由脚本生成，经浏览器打开后仍未读到结果"
    return SearchTry(title=item.title, url=item.url, reason=reason, evidence=evidence)


_LATE = f"搜索结果页{LATE}"
_UNMOVED = "搜索由脚本驱动，经浏览器试用后页面没有变化"


def judged_by_change(item: KnownItem, before: Page, after: Page, evidence: Evidence | None) -> SearchTry:
    """What a page says once its own script was asked: only what was not there before is an answer."""
    stood = set() if key_of(before.url) != key_of(after.url) else set(_offers(before))
    told = any(
        _leads_to(item, url) or _says(item, text) for url, text in _offers(after) if (url, text) not in stood
    )
    if told or after.kind is PageKind.CHALLENGE:
        return _judged_as_shown(item, after, evidence)
    if "late" in after.script_filled:
        return SearchTry(title=item.title, url=item.url, reason=_LATE, evidence=evidence)
    if stood and before.text == after.text:
        return SearchTry(title=item.title, url=item.url, reason=_UNMOVED, evidence=evidence)
    says_nothing = _NOTHING.search(after.text) and not (stood and _NOTHING.search(before.text))
    if says_nothing or (not stood and len(after.items) >= _FEW_RESULTS):
        return SearchTry(title=item.title, url=item.url, found=False, evidence=evidence)
    reason = "搜索由脚本驱动，经浏览器试用后没有读到结果"
    return SearchTry(title=item.title, url=item.url, reason=reason, evidence=evidence)


def _offers(page: Page) -> list[tuple[str, str]]:
    return [(link.url, link.text) for link in page.links if link.visible]


def _leads_to(item: KnownItem, url: str) -> bool:
    return key_of(url) == key_of(item.url)


def _says(item: KnownItem, text: str) -> bool:
    """The words of a link are the title, which results may cut short."""
    wanted, said = _MARKS.sub("", item.title), _MARKS.sub("", text)
    return len(said) >= min(len(wanted), _SHORT) and (said in wanted or wanted in said)
