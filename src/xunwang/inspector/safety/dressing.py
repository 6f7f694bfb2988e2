"""A page in its dress: what its sheets, its scripts and its elements hide."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from xunwang.inspector.safety import styles
from xunwang.inspector.safety.disguise import undisguised
from xunwang.inspector.safety.elements import (
    is_closed,
    is_fallback,
    is_hidden_by_name,
    is_speck,
    own_sheets,
    unpainted,
    with_shadows,
    writers,
)
from xunwang.inspector.safety.ending import behind, end_of, start_of
from xunwang.inspector.safety.scripted import (
    classes_by_id,
    hidden_classes,
    hidden_ids,
    hidden_neighbours,
    styles_by_id,
)
from xunwang.inspector.safety.styles import Means
from xunwang.inspector.safety.unfolding import with_framed, with_templates

_WRITES = re.compile(r"document\.write(?:ln)?\s*\(\s*(['\"])(.{0,600}?)\1\s*\)", re.DOTALL | re.IGNORECASE)
_OPENS = re.compile(r"<(div|span|p|ul|marquee|font|table|td)\b([^>]*)>\s*\Z", re.IGNORECASE)
_STYLED = re.compile(r"style\s*=\s*\\?[\"']?([^\"'>]*)", re.IGNORECASE)
_MADE_SHEET = re.compile(
    r"createElement\(\s*['\"]style['\"]\s*\)|\.insertRule\(|\.replace(?:Sync)?\(\s*[\"'`][^\"'`{}]{1,80}\{"
)
_WRITTEN_RULE = re.compile(r"(['\"])\s*([^'\"<>{}]{1,80}\{[^'\"<>{}]{3,200}\})\s*\1")
_WRITTEN_SHEET = re.compile(r"<style\b[^>]*>(.*?)<\\?/style", re.IGNORECASE | re.DOTALL)
_DRESSES = re.compile(r"insertRule|styleSheets|\bstyle\b|cssText|className|classList|adoptedStyleSheets")
_MOST = 100  # things of one kind that are looked at in one page


class DressedPage:
    """`source` is the decoded page, `url` its address, `home` that of its site; `sheets` are the texts of style sheets of their own.

    `restyled`: whether these hide any element at all.
    """

    def __init__(self, source: str, url: str, home: str, sheets: Sequence[str] = ()) -> None:
        self._sheets = sheets
        self.source = source = styles.without_properties(with_framed(with_templates(with_shadows(source))))
        self.url = url
        self.home = home
        self.tree = LexborHTMLParser(source)
        self._unpainted = {node.mem_id for node in unpainted(self.tree)}
        self._give_classes()
        self._toggled: set[int] = set()
        self._styles = self._styled_by_rules()

    @cached_property
    def start(self) -> int:
        """The place where the page says that it begins."""
        return start_of(self.source)

    @cached_property
    def end(self) -> int:
        """Where the page says that it ends; the length of the source where it does not."""
        return end_of(self.source)

    @cached_property
    def tail(self) -> str:
        """What stands behind the end, without comments."""
        return behind(self.source)

    @cached_property
    def _writes(self) -> list[re.Match[str]]:
        return list(islice(_WRITES.finditer(self.source), _MOST))

    @cached_property
    def _written(self) -> list[tuple[int, int]]:
        """The spans of the source around which scripts write an element that hides."""
        writes = self._writes
        spans = []
        for number, write in enumerate(writes[:-1]):
            opened = _OPENS.search(write[2])
            styled = _STYLED.search(opened[2]) if opened else None
            if opened and ((styled and styles.means_of_style(styled[1])) or opened[1].lower() == "marquee"):
                closing = next(
                    (other for other in writes[number + 1 :] if f"</{opened[1].lower()}" in other[2].lower()),
                    None,
                )
                spans += [(write.end(), closing.start())] if closing else []
        return spans

    @cached_property
    def _code(self) -> str:
        """The source, and behind it once more the scripts that dress elements in disguise."""
        scripts = (node.text() or "" for node in self.tree.css("script"))
        codes = (code for code in scripts if _DRESSES.search(code))
        plain = ((code, undisguised(code).code) for code in islice(codes, _MOST))
        return "\n".join([self.source, *(f"<script>{told}</script>" for code, told in plain if told != code)])

    @cached_property
    def _hidden_ids(self) -> frozenset[str]:
        return hidden_ids(self._code)

    @cached_property
    def _hidden_classes(self) -> frozenset[str]:
        return hidden_classes(self._code)

    @cached_property
    def _scripted(self) -> dict[str, str]:
        return styles_by_id(self._code)

    @cached_property
    def _neighbours(self) -> frozenset[int]:
        """The elements that scripts hide by where they stand: beside the script itself, or around it."""
        found = set()
        for script in self.tree.css("script") if "currentScript" in self.source else []:
            for way in hidden_neighbours(script.text() or ""):
                at = {"previous": script.prev, "next": script.next}.get(way, script.parent)
                while at is not None and at.tag == "-text":
                    at = at.prev if way == "previous" else at.next
                found.add(at.mem_id if at is not None else 0)
        return frozenset(found)

    def _give_classes(self) -> None:
        """Elements bear the classes that scripts give them."""
        for name, classes in classes_by_id(self._code):
            node = self.tree.css_first(f'[id="{name}"]')
            if node is not None:
                node.attrs["class"] = f"{node.attributes.get('class') or ''} {classes}"

    def _styled_by_rules(self) -> dict[int, list[str]]:
        styled: dict[int, list[str]] = {}
        outside = [rule for rule in styles.hiding_rules(self._sheets) if not styles.is_of_colour(rule.style)]
        self._apply(outside, styled)
        self.restyled = bool(styled)
        self._apply(styles.hiding_rules(own_sheets(self.tree)), styled)
        before = set(styled)
        written = [sheet for write in self._writes for sheet in _WRITTEN_SHEET.findall(write[2])]
        written += [sheet for code in writers(self.tree) for sheet in _WRITTEN_SHEET.findall(code)]
        if _MADE_SHEET.search(self.source):
            written += [sheet for _, sheet in islice(_WRITTEN_RULE.findall(self._code), _MOST)]
        self._apply(styles.hiding_rules(written), styled)
        self._by_writing = styled.keys() - before
        return styled

    def _apply(self, rules: Iterable[styles.Rule], styled: dict[int, list[str]]) -> None:
        for rule in rules:
            for node in self._matched(rule.selector):
                styled.setdefault(node.mem_id, []).append(rule.style)
                if rule.toggled:
                    self._toggled.add(node.mem_id)

    def _matched(self, selector: str) -> list[LexborNode]:
        try:
            return self.tree.css(selector)
        except (SelectolaxError, ValueError):
            return []

    def _place(self, node: LexborNode) -> int | None:
        """Where the element stands in the source, as far as its address tells: the last place counts."""
        address = node.attributes.get("href") or node.attributes.get("src")
        place = self.source.rfind(address) if address else -1
        return place if place >= 0 else None

    def _style(self, node: LexborNode) -> str:
        scripted = self._scripted.get(node.attributes.get("id") or "", "")
        return ";".join((*self._styles.get(node.mem_id, ()), node.attributes.get("style") or "", scripted))

    @cached_property
    def _hidings(self) -> dict[int, list[Means]]:
        return {}

    def _means_of(self, node: LexborNode) -> list[Means]:
        """How an element is hidden by itself; reckoned once, as every link asks for all that is around it."""
        known = self._hidings.get(node.mem_id)
        if known is None:
            known = self._hidings[node.mem_id] = self._reckoned(node)
        return known

    def _reckoned(self, node: LexborNode) -> list[Means]:
        attributes = node.attributes
        found = list(styles.means_of_style(self._style(node)))
        if "hidden" in attributes or is_closed(node) or is_hidden_by_name(node):
            found.append(Means.DISPLAY)
        if attributes.get("id") in self._hidden_ids or not self._hidden_classes.isdisjoint(
            (attributes.get("class") or "").split()
        ):
            found.append(Means.BY_SCRIPT)
        if node.mem_id in self._neighbours or styles.means_of_style(
            self._scripted.get(attributes.get("id") or "", "")
        ):
            found.append(Means.BY_SCRIPT)
        if node.mem_id in self._by_writing:
            found.append(Means.WRITTEN)
        if is_speck(node, self._style(node)):
            found.append(Means.MARQUEE if node.tag == "marquee" else Means.TINY_BOX)
        if node.tag == "noscript":
            found.append(Means.NOSCRIPT)
        if is_fallback(node) or node.mem_id in self._unpainted:
            found.append(Means.FALLBACK)
        return found
