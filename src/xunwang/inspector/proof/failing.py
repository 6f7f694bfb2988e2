"""Rules that raise on a text: what they were to look at stays unchecked, everything else goes on."""

import logging
from collections.abc import Callable

from xunwang.inspector.model import FailedRule, is_starved
from xunwang.inspector.proof.suspicion import Kind

Failed = Callable[[str, Kind | None, Exception], None]
"""Hears the id and the kind of a rule that raised on a text, and what; no kind: all of them."""
ALL_RULES = "全部规则"
_log = logging.getLogger(__name__)


def unless_starved(rule: str, kind: Kind | None, error: Exception, failed: Failed) -> None:
    """Tells of a rule that raised. Raises again what says nothing of the rule: that this process is short of memory or files."""
    if is_starved(error):
        raise error
    failed(rule, kind, error)


def logged(rule: str, _kind: Kind | None, error: Exception) -> None:
    _log.error("校对规则“%s”出错，这处文字没有按它检查", rule, exc_info=error)


class Failures:
    """Counts on how many pages each rule raised; the log hears of each rule once, with the first of them."""

    def __init__(self) -> None:
        self._rules: dict[str, FailedRule] = {}
        self._pages: dict[str, set[str]] = {}

    def on(self, url: str) -> Failed:
        """Hears of rules that raise on the page of that address."""

        def hear(rule: str, kind: Kind | None, error: Exception) -> None:
            known = self._rules.get(rule)
            if known is None:
                _log.error("校对规则“%s”在页面 %s 上出错，出错的地方没有按它检查", rule, url, exc_info=error)
            rules = self._pages.setdefault(url, set())
            if rule not in rules:
                rules.add(rule)
                first, pages = (known.url, known.pages) if known else (url, 0)
                self._rules[rule] = FailedRule(
                    rule=rule, kind=kind and kind.value, url=first, pages=pages + 1
                )

        return hear

    def hold(self, url: str) -> bool:
        """Whether a rule raised on that page."""
        return url in self._pages

    def all(self) -> tuple[FailedRule, ...]:
        return tuple(self._rules.values())
