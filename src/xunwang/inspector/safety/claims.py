"""What the head of a page claims of it: against which address its links are read, and which address is its own."""

from collections.abc import Iterator

from xunwang.inspector.model import SafetySign
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hidden import TOLD
from xunwang.inspector.safety.hosts import domain_of, name_weight
from xunwang.inspector.safety.identity import foreign_identities
from xunwang.inspector.safety.inlays import foreign_base
from xunwang.inspector.safety.scripts import script_sign


def base_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """A base by which all the links of the page lead to a stranger."""
    base = foreign_base(deep.source, deep.url, deep.home)
    if base is not None:
        named = name_weight(base)
        reasons = [f"页面的相对链接都被引到外部网站{domain_of(base)}"]
        yield script_sign(
            "base", base, base, reasons, TOLD + named, target=base, redirects=True, bad=named > 1
        )


def identity_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """A head by which search engines take the page for one of a stranger."""
    for url in foreign_identities(deep.source, deep.url, deep.home):
        reasons = [f"页面向搜索引擎声明自己的地址在外部网站{domain_of(url)}"]
        weight = TOLD + name_weight(url)
        yield script_sign(
            "identity", url, url, reasons, weight, target=url, redirects=True, bad=name_weight(url) > 1
        )
