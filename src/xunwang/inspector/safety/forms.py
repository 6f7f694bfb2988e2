"""Forms that hand to strangers what nobody but a bank or an office should ask."""

import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import SafetySign
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hidden import TOLD
from xunwang.inspector.safety.hosts import domain_of, is_stranger, name_weight
from xunwang.inspector.safety.scripts import script_sign

_CARD = re.compile(r"银行卡|卡号|支付密码|取款密码|有效期|cvv")
_PERSON = re.compile(r"身份证|手机|验证码|姓名")


def form_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """The forms that send cards together with who holds them to a stranger."""
    for form in deep.tree.css("form[action]"):
        url = resolve(form.attributes.get("action") or "", deep.url)
        if url is None or not is_stranger(url, deep.home):
            continue
        hints = (field.attributes.get("placeholder") or "" for field in form.css("input"))
        asked = f"{form.text() or ''} {' '.join(hints)}".lower()
        if _CARD.search(asked) and _PERSON.search(asked):
            reasons = [f"表单把访问者填写的银行卡和身份信息交给外部网站{domain_of(url)}"]
            yield script_sign("form", url, url, reasons, TOLD + name_weight(url), target=url)
