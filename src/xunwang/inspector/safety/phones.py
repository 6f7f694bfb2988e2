"""Boxes without a word that a script shows on telephones only, and that lead to strangers: the site's own say what they are."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import SafetySign
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.elements import words_of
from xunwang.inspector.safety.hidden import TOLD
from xunwang.inspector.safety.hosts import is_stranger, name_weight
from xunwang.inspector.safety.programs import scripts_of
from xunwang.inspector.safety.scripts import MOBILE, script_sign

_SHOWS = re.compile(
    r"getElementById\(\s*['\"]([\w-]+)['\"]\s*\)\.style\.display\s*=\s*['\"](?!none)|\$\(\s*['\"]#([\w-]+)['\"]\s*\)\.(?:show|fadeIn|slideDown)\("
)


def phone_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """The wordless boxes that lead to strangers and that only telephones are shown."""
    for _, _, code in scripts_of(deep.source):
        if "userAgent" in code and MOBILE.search(code):
            for found in _SHOWS.finditer(code):
                box = deep.tree.css_first(f'[id="{found[1] or found[2]}"]')
                url = _leads_to(deep, box) if box is not None else None
                if url is not None:
                    reasons = ["只对手机访问者显示没有文字的链接", f"指向外部网站{url}"]
                    weight = TOLD + name_weight(url)
                    yield script_sign("phones", url, url, reasons, weight, target=url)


def _leads_to(deep: DeepPage, box: LexborNode) -> str | None:
    """The stranger to whom the links of a box lead that says nothing; None where it leads anywhere else, or speaks."""
    links = box.css("a[href]")
    urls = [resolve(link.attributes.get("href") or "", deep.url) for link in links]
    speaks = (box.text() or "").strip() or any(map(words_of, links))
    if speaks or not urls or not all(url and is_stranger(url, deep.home) for url in urls):
        return None
    return urls[0]
