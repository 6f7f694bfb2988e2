"""Links and forms of the page that a script starts by itself, as if a visitor had."""

import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.hosts import is_stranger, name_weight
from xunwang.inspector.safety.programs import scripts_of
from xunwang.inspector.safety.running import runs_by_itself

_STARTS = re.compile(
    r"(?:getElementById\(\s*['\"]([\w-]+)['\"]\s*\)|forms\s*\[\s*['\"]([\w-]+)['\"]\s*\]|\$\(\s*['\"]#([\w-]+)['\"]\s*\)(?:\[0\])?|document\.(?:forms\.)?([\w-]+)|(?<![\w$.)])([A-Za-z_$][\w$]*))"
    r"\.(?:click|submit)\(\)"
)


def started_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """Where a link or a form that starts by itself leads to a stranger."""
    for _, _, code in scripts_of(deep.source):
        for found in _STARTS.finditer(code):
            name = next(name for name in found.groups() if name)
            url = _leads_to(deep, name) if runs_by_itself(code, found.start()) else None
            if url is not None and is_stranger(url, deep.home):
                yield SafetySign(
                    kind=SafetyKind.REDIRECT,
                    rule="started",
                    place=key_of(url),
                    found=url[:120],
                    why=f"跳转脚本：脚本自动点击链接或提交表单，把访问者带到外部网站{url[:80]}",
                    target=url,
                    bad=name_weight(url) > 1,
                )


def _leads_to(deep: DeepPage, name: str) -> str | None:
    node = deep.tree.css_first(f'a[id="{name}"], form[id="{name}"], form[name="{name}"]')
    written = (node.attributes.get("href") or node.attributes.get("action")) if node is not None else None
    return resolve(written, deep.url) if written else None
