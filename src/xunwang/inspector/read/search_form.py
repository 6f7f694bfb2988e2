"""The search of a site as its form would ask it: fields with their values, nothing that a script adds."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus, urlencode

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.inspector.fetch.urls import host_of, registered_domain, resolve
from xunwang.inspector.model import Record, late
from xunwang.inspector.read.decode import decode

_NAMES = re.compile(
    r"search|query|keyword|^(?:q|kw|wd|key|sword|s|qt|wenzi|searchword|words?)$", re.IGNORECASE
)
_WORDS = re.compile(r"搜\s*索|检\s*索|关键字|关键词|站内|请输入")
_SEARCHES = re.compile(r"搜\s*索|检\s*索|关键字|关键词")
_OF_PEOPLE = re.compile(r"订阅|邮箱|邮件|手机|电话|姓名|用户名|账号|验证码")
_WRITTEN = frozenset({"", "text", "search"})
_SILENT = frozenset({"hidden"})
_NEVER = frozenset({"password", "file", "email", "tel"})
_DOES_MORE = late(
    r"留言|投诉|信箱|来信|写信|登录|登陆|注册|订阅|投票|报名|评论|验证码|申请|__VIEWSTATE|captcha|verif|login|regist|vote|comment|guestbook|save|submit[A-Z_]|subscri|delete|update|insert",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(r"^\s*(?:javascript:|#|$)", re.IGNORECASE)
SCRIPTED = "搜索由脚本驱动，未能试用"


class SearchForm(Record, frozen=True):
    """Where the search is asked and how. `field` takes the words, `fixed` are the other fields as the page fills them.

    `postable`: it is sent by POST, and nothing about it says that it could do more than search.
    """

    action: str
    method: str
    field: str
    fixed: tuple[tuple[str, str], ...]
    charset: str
    postable: bool = False

    def query(self, words: str) -> str:
        """The fields that ask for these words, as a form sends them."""
        pairs = [*self.fixed, (self.field, words)]
        return urlencode(pairs, encoding=self.charset, errors="replace", quote_via=quote_plus)

    def address(self, words: str) -> str:
        """The address that asks for these words."""
        base = self.action.partition("#")[0]
        return f"{base}{'&' if '?' in base else '?'}{self.query(words)}"


def search_form(
    body: bytes, url: str, headers: Mapping[str, str], *, served_in: str | None = None
) -> SearchForm | str | None:
    """The search form of a page; why it cannot be used, in Chinese; None where there is none.

    `served_in`: the charset in which the site sent the page, where `body` is what a browser made of it: its forms are sent in that.
    """
    text, charset = decode(body, headers)
    charset = served_in or charset
    tree = LexborHTMLParser(text)
    told: str | None = None
    for form in tree.css("form"):
        field = _field(form)
        if field is None:
            continue
        read = _read(form, field, url, charset)
        if isinstance(read, SearchForm):
            return read
        told = told or read
    return told or (SCRIPTED if _loose(tree) else None)


def _field(form: LexborNode) -> LexborNode | None:
    """The one field to write into of a form that searches and does nothing else."""
    inputs = form.css("input")
    if form.css_first("textarea") is not None or any(_kind(one) in _NEVER for one in inputs):
        return None
    written = [one for one in inputs if _kind(one) in _WRITTEN]
    if not written or len(written) > 3:
        return None
    named = [one for one in written if _NAMES.search(_get(one, "name") or _get(one, "id"))]
    action = f"{_get(form, 'action')} {_get(form, 'id')} {_get(form, 'name')} {_get(form, 'class')}".lower()
    words = " ".join((form.text(), *(_get(one, "placeholder") + _get(one, "value") for one in inputs)))
    if named or "search" in action or _asks_for_words(words):
        return (named or written)[0]
    return None


def _asks_for_words(hints: str) -> bool:
    """Whether what stands in and beside a field invites to search, not to leave an address or a name."""
    return _WORDS.search(hints) is not None and (
        _OF_PEOPLE.search(hints) is None or _SEARCHES.search(hints) is not None
    )


def _read(form: LexborNode, field: LexborNode, url: str, charset: str) -> SearchForm | str:
    action, name = _get(form, "action"), _get(field, "name")
    scripted = bool(_get(form, "onsubmit")) and _SCRIPTED.match(action)
    target = resolve(action or url, url)
    if not name or action.lower().startswith("javascript:") or scripted or target is None:
        return SCRIPTED
    return SearchForm(
        action=target,
        method=(_get(form, "method") or "get").lower(),
        field=name,
        fixed=tuple(_fixed(form, field)),
        charset=_get(form, "accept-charset").split(",")[0].strip() or charset,
        postable=_may_be_posted(form, field, target, url),
    )


def _may_be_posted(form: LexborNode, field: LexborNode, target: str, url: str) -> bool:
    """Whether a form sent by POST asks its own site for words and does nothing else: no form around a whole page, none with a code to copy."""
    if _get(form, "method").lower() != "post" or registered_domain(host_of(target)) != registered_domain(
        host_of(url)
    ):
        return False
    written = [one for one in form.css("input") if _kind(one) in _WRITTEN]
    names = " ".join(_get(one, "name") for one in form.css("input, select, button"))
    says = f"{form.text()} {names} {_get(form, 'action')} {_get(form, 'id')} {_get(form, 'class')}"
    searches = _NAMES.search(_get(field, "name")) or re.search(r"search|query|/so\b", target, re.IGNORECASE)
    return bool(searches) and len(written) == 1 and _DOES_MORE.search(says) is None


def _fixed(form: LexborNode, field: LexborNode) -> Iterator[tuple[str, str]]:
    for one in form.css("input, select"):
        name, kind = _get(one, "name"), _kind(one)
        if not name or one.mem_id == field.mem_id:
            continue
        if one.tag == "select":
            chosen = one.css_first("option[selected]") or one.css_first("option")
            yield name, (_get(chosen, "value") if chosen is not None else "")
        elif kind in _SILENT or (kind in {"radio", "checkbox"} and "checked" in one.attributes):
            yield name, _get(one, "value")


def _loose(tree: LexborHTMLParser) -> bool:
    """A field for searching that stands in no form."""
    return any(
        _kind(one) in _WRITTEN and _asks_for_words(_get(one, "placeholder") + _get(one, "value"))
        for one in tree.css("input")
    )


def _kind(node: LexborNode) -> str:
    return _get(node, "type").lower()


def _get(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()
