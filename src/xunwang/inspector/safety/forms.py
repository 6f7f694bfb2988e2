"""Forms that hand to strangers what nobody but a bank or an office should ask, or what visitors look for on the site."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import SafetySign
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hidden import TOLD
from xunwang.inspector.safety.hosts import domain_of, is_cheap, is_stranger, name_weight
from xunwang.inspector.safety.scripts import script_sign

_CARD = re.compile(r"银行卡|卡号|支付密码|取款密码|有效期|cvv")
_PERSON = re.compile(r"身份证|手机|验证码|姓名")
_WRITTEN_IN = (None, "", "text", "search")
_SEARCHES = re.compile(r"搜索|检索|search|查询", re.IGNORECASE)


def form_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """The forms that send cards together with who holds them to a stranger, and boxes to search or sign in with that serve one of a doubtful name."""
    for form in deep.tree.css("form[action]"):
        url = resolve(form.attributes.get("action") or "", deep.url)
        if url is None or not is_stranger(url, deep.home):
            continue
        hints = (field.attributes.get("placeholder") or "" for field in form.css("input"))
        asked = f"{form.text() or ''} {' '.join(hints)}".lower()
        if _is_search(form) and name_weight(url) and not _is_number(url):
            reasons = [
                f"搜索框把访问者输入的内容交给外部网站{domain_of(url)}",
                "域名形似博彩、色情或临时网站",
            ]
            yield script_sign("form", url, url, reasons, TOLD, target=url, redirects=True)
        elif _is_doubtful(url) and form.css_first("input[type='password' i]"):
            reasons = [
                f"登录框把访问者的账号和密码交给外部网站{domain_of(url)}",
                "域名形似博彩、色情或临时网站",
            ]
            yield script_sign("form", url, url, reasons, TOLD, target=url)
        elif _CARD.search(asked) and _PERSON.search(asked):
            reasons = [f"表单把访问者填写的银行卡和身份信息交给外部网站{domain_of(url)}"]
            yield script_sign("form", url, url, reasons, TOLD + name_weight(url), target=url)


def _is_search(form: LexborNode) -> bool:
    """Whether it is a single field to search with."""
    fields = [field for field in form.css("input") if field.attributes.get("type") in _WRITTEN_IN]
    return len(fields) == 1 and _SEARCHES.search(form.html or "") is not None


def _is_doubtful(url: str) -> bool:
    """Whether a name says more than a number, which the mail services of many offices bear as well."""
    return not _is_number(url) and (is_cheap(url) or name_weight(url) > 1)


def _is_number(url: str) -> bool:
    """Whether a host is called by a number alone, as hot lines are."""
    return domain_of(url).partition(".")[0].isdigit()
