"""What intruders leave to give orders: doors to the server that run what a request says, and pages that talk visitors into running a command."""

import html
import re
from collections.abc import Callable, Iterator
from itertools import islice

from xunwang.inspector.model import SafetyKind, SafetySign, late

_PHP = ("$_post[", "$_request[", "$_get[", "$_cookie[")
_OTHERS = (
    "eval request(",
    "eval(request(",
    "eval(request.item[",
    "execute request(",
    "execute(request(",
    "getruntime().exec(request",
)
_CLIPBOARD = ("clipboard", "execcommand('copy", 'execcommand("copy', "execcommand(&quot;copy")
_BOXES = ("win + r", "win+r", "windows + r", "windows+r")
_FORMS = ('type="file"', "type='file'", "type=file", 'name="cmd', "name='cmd", "name=cmd")
ANCHORS = (*_FORMS, *_PHP, *_OTHERS, *_CLIPBOARD, "safe_mode", "disable_functions", ") gid=", *_BOXES)
# The call that runs what a request brings stands right before the request.
_RUNS = re.compile(
    r"\b(?:eval|assert|system|(?:shell_)?exec|passthru|popen|proc_open|create_function)\s*\(\s*(?:\w{3,20}\s*\(\s*){0,3}@?\Z"
)
_CALL = 80  # characters before a request in which the call stands
# What such doors tell whoever comes in about the machine.
_MACHINE = (
    re.compile(r"(?<![a-z])uid=\d+\([\w-]+\)"),
    re.compile(r"\bgid=\d+\([\w-]+\)"),
    re.compile(r"\bsafe_mode\b[\s:=]{1,4}(?:on|off)\b", re.IGNORECASE),
    re.compile(r"\bdisable_functions\b\s?[:=]", re.IGNORECASE),
    re.compile(r"\b(?:Linux|FreeBSD)\s\S+\s\d+\.\d+\S*", re.IGNORECASE),
    re.compile(r"\bWindows NT\s\S+\s\d+\.\d+", re.IGNORECASE),
)
_TELLS = 2  # such facts from which a page speaks of its own machine
_UPLOADS = re.compile(
    r"<input\b[^<>]*\btype\s*=\s*[\"']?file\b|<input\b[^<>]*\bname\s*=\s*[\"']?(?:cmd|command|shell)\b",
)
# A form that takes files and says where on the machine they go, or what it runs: no office asks its visitors that.
_LONG = 4_000  # characters of a form
_MOST = 50  # forms of a page that are looked at
_TAKES_FILES = re.compile(r"<input\b[^<>]*\btype\s*=\s*[\"']?file\b|<textarea\b")
_OF_SERVER = re.compile(
    r"\bvalue\s*=\s*[\"']?(?:[a-z]:[\\/]{1,2}\w|/(?:var|usr|opt|etc)/\w|/(?:home|data|www)/(?:\w{1,40}/){0,2}(?:www|wwwroot|web|html|public_html|webapps)\b)"
    r"|<input\b(?![^<>]*\btype\s*=\s*[\"']?hidden\b)[^<>]*\bname\s*=\s*[\"']?(?:cmd|command|shell|webshell|exec|cmdpass|shellpass|cmdline)\b"
)
_IN_SECRET = re.compile(
    r"<input\b[^<>]*\btype\s*=\s*[\"']?(?:password\b.*<input\b[^<>]*\btype\s*=\s*[\"']?file|file\b.*<input\b[^<>]*\btype\s*=\s*[\"']?password)\b",
    re.DOTALL,
)
_HAN = late(r"[\u4e00-\u9fff]")
_COPIES = re.compile(
    r"clipboard\s*\.\s*write(?:Text)?\s*\(|clipboardData\s*\.\s*setData\s*\(|execCommand\(\s*[\"']copy|data-clipboard-text\s*=",
    re.IGNORECASE,
)
_COMMAND = late(
    r"\b(?:mshta|powershell|pwsh|msiexec|rundll32|regsvr32|certutil(?!\s+-hashfile)|bitsadmin|osascript)\b|\bcmd(?:\.exe)?\s*/[ck]\b|\b(?:curl|wget)\s+[^|\n]{1,200}\|\s*(?:ba)?sh\b|\biex\s*\(",
    re.IGNORECASE,
)
_REACH = 600  # characters around what copies in which the command stands
_RUN_BOX = re.compile(r"\bwin(?:dows)?\s*(?:键)?\s*\+\s*r\b")
_PASTES = re.compile(r"\bctrl\s*\+\s*v\b|粘贴", re.IGNORECASE)
_PRETENDS = re.compile(r"机器人|人机|真人|安全验证|完成验证|浏览器(?:已)?(?:过期|异常)")
_WARNS = re.compile(r"警惕|谨防|严防|切勿|诈骗|骗局|骗取|不法|提醒|冒充|假冒|伪装|钓鱼")
_NEAR = 240
_LESSON = 20  # characters on each side of code in which words explain it
_FOUND = 60


def signs(source: str, text: Callable[[], str], key: str) -> Iterator[SafetySign]:
    """Doors left in a page with this source in small letters and visible text, which takes long to tell, and commands that visitors shall run."""
    door = next((code for code in _doors(source) if not _is_explained(code, text())), None)
    if door is not None:
        yield _sign("door", key, door, "页面源码中留有执行任意命令的后门代码，疑似被入侵")
    elif _UPLOADS.search(source) and _of_machine(source) and (line := _of_machine(text())):
        yield _sign("door", key, line, "页面带有服务器信息和上传、命令入口，疑似入侵者留下的管理页面")
    elif any(map(_is_back_door, islice(_forms(source), _MOST))):
        why = "页面带有写明服务器目录、命令或只凭口令上传的表单，疑似入侵者留下的管理页面"
        yield _sign("door", key, "<form> … <input type=file>", why)
    if command := _handed_over(source) or (any(box in source for box in _BOXES) and _dictated(text())):
        yield _sign("command", key, command, "页面诱导访问者在自己的电脑上执行命令，疑似假冒的安全验证")


def _is_back_door(form: str) -> bool:
    """Whether a form takes files, and asks where on the machine they go, or for a password and nothing that it says in words."""
    if not _TAKES_FILES.search(form):
        return False
    return bool(_OF_SERVER.search(form)) or (_IN_SECRET.search(form) is not None and not _HAN.search(form))


def _forms(source: str) -> Iterator[str]:
    start = source.find("<form")
    while start >= 0:
        end = source.find("</form", start, start + _LONG)
        yield source[start : end if end >= 0 else start + _LONG]
        start = source.find("<form", max(start, end) + 1)


def _doors(source: str) -> Iterator[str]:
    """The calls that run what a request brings."""
    for request, place in _places(source, _PHP):
        call = _RUNS.search(source[max(0, place - _CALL) : place])
        if call is not None:
            yield f"{call[0]}{request}"
    yield from (call for call, _ in _places(source, _OTHERS))


def _places(source: str, words: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Every one of some words, and where it stands."""
    for word in words:
        place = source.find(word)
        while place >= 0:
            yield word, place
            place = source.find(word, place + 1)


def _is_explained(code: str, text: str) -> bool:
    """Whether visitors see the code beside Chinese words, as in a lesson."""
    text = text.lower()
    before, met, behind = text.partition(code)
    around = f"{before[-_LESSON:].rpartition(chr(10))[2]}{behind[:_LESSON].partition(chr(10))[0]}"
    return bool(met) and _HAN.search(around) is not None


def _of_machine(text: str) -> str:
    """What tells of the machine in no Chinese word; "" where nothing does."""
    met = sorted(found.span() for fact in _MACHINE if (found := fact.search(text)))
    for (start, _), (_, end) in zip(met, met[_TELLS - 1 :], strict=False):
        if end - start <= _NEAR and not _HAN.search(text, start, end):
            return text[start:end]
    return ""


def _handed_over(source: str) -> str:
    """The command that a script puts into the visitor's clipboard."""
    for _, place in _places(source, _CLIPBOARD):
        around = html.unescape(source[max(0, place - _REACH) : place + _REACH])
        command = _COMMAND.search(around) if _COPIES.search(around) else None
        if command is not None:
            return around[command.start() : command.end() + _FOUND]
    return ""


def _dictated(text: str) -> str:
    """Where visitors are told to open the box that runs commands, for the sake of some check."""
    for box in _RUN_BOX.finditer(text.lower()):
        around = text[max(0, box.start() - _NEAR) : box.end() + _NEAR]
        if _PASTES.search(around) and _PRETENDS.search(around) and not _WARNS.search(around):
            return around[:_FOUND]
    return ""


def _sign(rule: str, key: str, found: str, why: str) -> SafetySign:
    return SafetySign(
        kind=SafetyKind.TAMPER if rule == "door" else SafetyKind.SCRIPT,
        rule=rule,
        place=f"{rule}:{key}",
        found=" ".join(found.split())[:_FOUND],
        why=why,
        sure=True,
    )
