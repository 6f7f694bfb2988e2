"""What scripts have to do with strangers beyond leading to them: what they fetch, leave in the browser, open by themselves, or hand over of what visitors enter."""

import re
from collections.abc import Iterator

from xunwang.inspector.safety.ciphers import from_base64
from xunwang.inspector.safety.running import runs_by_itself

_REACH = 320  # characters of a call in which its address is given
_REGISTERS = re.compile(r"serviceWorker\s*\.\s*register\s*\(|\bimportScripts\s*\(")
# The bare name of a host that the address of a worker hands it.
_TOLD_HOST = re.compile(
    r"[?&#][\w-]{1,20}=((?:[a-z0-9-]{1,40}\.)+(?!(?:js|mjs|json|css|html?|php|jsp|aspx?|png|jpe?g|svg|min|map)\b)[a-z]{2,12})(?=[\"'`&/:#])"
)
_TOLD_IN_CODE = re.compile(r"[?&#][\w-]{1,20}=([A-Za-z0-9+/_-]{14,400}={0,2})(?=[\"'`&#])")
_ALL_LINKS = re.compile(
    r"getElementsByTagName\(\s*[\"']a[\"']|document\.links\b|querySelectorAll\(\s*[\"']a(?:\[href\])?[\"']|\$\(\s*[\"']a(?:\[href\])?[\"']\s*\)",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\.href\s*=\s*[\"'](?:https?:)?//|(?:attr|prop|setAttribute)\(\s*[\"']href[\"']\s*,\s*[\"'](?:https?:)?//"
)
_WORKS_ASIDE = re.compile(
    r"new\s+Worker\s*\(\s*(?:\w+\s*\.\s*)?createObjectURL|new\s+Worker\s*\(\s*[\"']data:", re.IGNORECASE
)
_BLOB, _WORKER = re.compile(r"new\s+Blob\s*\("), re.compile(r"new\s+Worker\s*\(")
_EVALUATED = re.compile(
    r"\beval\s*\(\s*(?!function|[\"'(])\w|,\s*eval\s*\)\s*\(|\.then\s*\(\s*(?:eval|Function)\s*\)|new\s+Function\s*\(|set(?:Timeout|Interval)\s*\(\s*\w+\.(?:data|responseText|code|js)\b|\.text\s*=\s*\w+\.(?:data|responseText|code|js)\b",
    re.IGNORECASE,
)
_WRITTEN_OVER = re.compile(r"document\s*\.\s*write(?:ln)?\s*\(\s*[A-Za-z_$][\w$.]*\s*\)")
_FETCHED = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|\.(?:ajax|get|post)\s*\(|new\s+(?:WebSocket|EventSource|RTCPeerConnection)\b|\.getJSON\s*\("
)
# What is entered is listened to and handed on, while the form goes its own way: nobody notices.
_LISTENS = re.compile(
    r"addEventListener\(\s*[\"']submit[\"']|(?<![\w$.])(?:document(?:\.body)?|window|\$\(\s*document\s*\))\s*\.\s*(?:addEventListener|on|bind)\(\s*[\"'](?:input|change|paste|key\w+)\b|\.onsubmit\s*=|\.(?:on|bind)\(\s*[\"']submit[\"']|\.submit\(\s*function"
)
_ENTERED = re.compile(r"\bFormData\b|\.serialize(?:Array)?\(|\.value\b|\.val\(\)")
_SENDS = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|\.(?:ajax|get|post)\s*\(|sendBeacon\(|new\s+Image\b|\.src\s*="
)
_KEEPS = re.compile(r"preventDefault|return\s+false|returnValue\s*=")
# Something of the visitor's behind an address of a stranger, in one expression.
_HANDED_ON = re.compile(r"(?:(?:http|ws)s?:)?//[\w.-]+\.[a-z]{2,}[^\n;]{0,200}")
_TAKEN = re.compile(
    r"document\.cookie|(?:local|session)Storage|\be(?:v(?:en)?t)?\.key\b|\.keyCode\b|\.which\b"
)
_MADE_LINK = re.compile(
    r"createElement\(\s*[\"'](?:a|form)[\"']\s*\).{0,200}?(?:\.(?:href|action)\s*=|setAttribute\(\s*[\"'](?:href|action)[\"']\s*,)\s*[\"'](?:https?:)?//.{0,200}?\.(?:click|submit)\(\)",
    re.DOTALL,
)
_LED_BY_ANSWER = re.compile(
    r"(?:\bfetch\s*\(|XMLHttpRequest|\.(?:ajax|get|post|getJSON)\s*\().{0,300}?(?<![\w$])location(?:\.href|\.replace|\.assign)?\s*(?:=(?!=)|\()\s*[A-Za-z_$][\w$]*(?:\.\w|\[)",
    re.DOTALL,
)


def dealings(text: str, strangers: tuple[str, ...]) -> Iterator[tuple[bool, str]]:
    """What a script without its disguises does with these foreign addresses, for people, and whether that alone is worth telling."""
    yield from _of_what_it_fetches(text, strangers)
    if any(_stands_in_call(strangers, text, found) for found in _REGISTERS.finditer(text)):
        yield True, "在访问者的浏览器里常驻外部代码"
    if _ALL_LINKS.search(text) and _TURNED.search(text):
        yield True, "把页面上的链接都改到外部网站"
    if _WORKS_ASIDE.search(text) or ("wss:" in text and _works_on_blob(text)):
        yield True, "在访问者的浏览器后台为外部网站运行程序"
    if _MADE_LINK.search(text) and runs_by_itself(text, max(text.rfind(".click()"), text.rfind(".submit()"))):
        yield True, f"自动打开外部网站{strangers[0]}"
    if _is_skimming(text):
        yield True, "把访问者填写的内容悄悄送往外部网站"
    if any(
        _TAKEN.search(found[0]) and _names_one(found[0], strangers) for found in _HANDED_ON.finditer(text)
    ):
        yield True, "把访问者的登录凭据或键入内容送往外部网站"


def told_hosts(text: str) -> list[tuple[str, str]]:
    """The hosts whose bare names, or encoded addresses, a script hands to what it leaves in the browser, and their addresses."""
    told = []
    for found in _REGISTERS.finditer(text):
        start, end = found.end(), found.end() + _REACH
        told += [(host, f"https://{host}/") for host in _TOLD_HOST.findall(text, start, end)]
        told += [
            (code, address)
            for code in _TOLD_IN_CODE.findall(text, start, end)
            if "//" in (address := from_base64(code))
        ]
    return told


def _of_what_it_fetches(text: str, strangers: tuple[str, ...]) -> Iterator[tuple[bool, str]]:
    if not _FETCHED.search(text):
        return
    if any(_names_one(found[0], strangers) for found in _LED_BY_ANSWER.finditer(text)):
        yield True, "由外部网站的答复决定把访问者带到哪里"
    if _EVALUATED.search(text):
        yield True, "取来外部内容当作代码执行"
    elif _WRITTEN_OVER.search(text):
        yield False, "取来外部内容写成整个页面"


def _works_on_blob(text: str) -> bool:
    blob = _BLOB.search(text)
    return blob is not None and _WORKER.search(text, blob.end()) is not None


def _names_one(code: str, strangers: tuple[str, ...]) -> bool:
    return any(stranger in code for stranger in strangers)


def _stands_in_call(strangers: tuple[str, ...], text: str, found: re.Match[str]) -> bool:
    """Whether what is called here is given a foreign address."""
    given = re.split(r"[;}\n]", text[found.end() : found.end() + _REACH], maxsplit=1)[0]
    return _names_one(given, strangers)


def _is_skimming(text: str) -> bool:
    """Whether what visitors enter is sent on beside the form's own way."""
    patterns = (_LISTENS, _ENTERED, _SENDS)
    return all(pattern.search(text) for pattern in patterns) and not _KEEPS.search(text)
