"""Pages that break-ins left as a sign: whoever did it signs, in a title or on a page that says nothing else."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import SafetyKind, SafetySign, late
from xunwang.inspector.safety import words

_NAMES = (
    *(
        f"{done} by"
        for done in (
            "hacked",
            "h4cked",
            "h4ck3d",
            "hax0red",
            "defaced",
            "d3faced",
            "pwned",
            "owned",
            "0wned",
            "rooted",
            "stamped",
        )
    ),
    "greetz to",
    "greetz:",
    "greetz :",
)
# What those write who left no name but a demand: to whom, what they broke, what they want.
_TO_OWNER = late(
    r"管理员|站长|贵站|[你您](?:们)?的?(?:网?站|服务器|数据)|[本此该]站|\byour (?:database|files?|data|(?:web)?site|server|backups?)\b|\badmin\b",
    re.IGNORECASE,
)
_BROKEN = late(
    r"(?:已|被)[^，。；,;\n]{0,8}?(?:攻破|黑掉|黑了|被黑|入侵|脱库|拖库|提权|getshell)|(?:漏洞|注入|后台|数据|权限)[^。；;\n]{0,16}(?:拿下|打包|清空)|\b(?:has|have|was|were|been)\s(?:\w+\s){0,3}?(?:hacked|encrypted|downloaded|deleted|dumped|compromised|breached)\b",
    re.IGNORECASE,
)
_DEMANDS = late(
    r"(?<![a-z])btc(?![a-z])|比特币|bitcoin|usdt|赎金|(?:tg|telegram|飞机|电报|qq|微信)\s*[:：@]?\s*@?\w{5}|(?<![\w.])@[a-z]\w{4,}|[\w.]{2,30}@(?!\S{0,30}gov\.)[\w.]{4,30}|公开出售|此页留念|到此一游",
    re.IGNORECASE,
)
# Visitors who complain of a site write like that, and sites to their visitors.
_OF_USE = late(
    r"打不开|不能用|用不了|进不去|是不是|[吗呢][？?]|downloaded successfully|by mistake|\bif your (?:data|files?|database|site)\b",
    re.IGNORECASE,
)
_NOTES = (
    *("管理员你好", "站长你好", "你好管理员", "你好，管理员", "致管理员", "致站长", "贵站", "你的网站", "你们网站", "你们的网站", "被攻破", "此站已被"),
    *("getshell", "webshell", "比特币", "your database", "your files", "your data ", "your website", "your site", "your server"),
)  # fmt: skip
_LONGEST_NOTE = 600  # characters
_BOAST = re.compile(rf"\b(?:{'|'.join(_NAMES)})(?!\w)", re.IGNORECASE)
ANCHORS = (*_NAMES, *_NOTES)
_HAN = late(r"[\u4e00-\u9fff]")
_LONGEST = 2_000  # characters of a page that says nothing else
_FEW = 30  # Chinese characters of one that a government did not write
_SIGNED = 200  # characters of a line that is nothing but such a name
_LEAD = 16  # characters before it that call to the reader
_SENTENCE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|websites?|accounts?|computers?|phones?)\s*\Z", re.IGNORECASE
)
_OF_PAPERS = frozenset({"owned by", "rooted by", "stamped by"})  # which forms and enterprises are, too
_FOUND = 60


def signs(title: str, text: str, key: str) -> Iterator[SafetySign]:
    """Whether somebody boasts of having broken in; who reports on it does so in Chinese; or leaves a note with a demand for its owner."""
    for said in (title, text if len(text) < _LONGEST else "", *_signatures(text)):
        found = _BOAST.search(said)
        if found and len(_HAN.findall(said)) < _FEW and not _is_quoted(said, found.start()):
            yield _sign("boast", key, said[found.start() :], "页面带有入侵者的留名，疑似被篡改", sure=True)
            return
    note = next(filter(_is_note, (title, *text.split("\n"))), None)
    if note is not None:
        yield _sign("note", key, note, "页面带有入侵者留给网站管理者的话，疑似被篡改", sure=False)


def _is_note(line: str) -> bool:
    """Whether a line tells the owner of a site that it was broken into, and what the writer wants."""
    told = (_TO_OWNER, _BROKEN, _DEMANDS)
    told_all = len(line) <= _LONGEST_NOTE and all(said.search(line) for said in told)
    return told_all and not _OF_USE.search(line) and not words.is_sober(line)


def _sign(rule: str, key: str, found: str, why: str, *, sure: bool) -> SafetySign:
    return SafetySign(
        kind=SafetyKind.TAMPER,
        rule=rule,
        place=f"tamper:{key}",
        found=" ".join(found[:_FOUND].split()),
        why=why,
        sure=sure,
    )


def _signatures(text: str) -> Iterator[str]:
    """The lines of a text that begin with such a name and say nothing in Chinese."""
    for line in text.split("\n"):
        found = _BOAST.search(line, 0, _SIGNED)
        if (
            found
            and len(line) <= _SIGNED
            and found.start() <= _LEAD
            and found[0].lower() not in _OF_PAPERS
            and _HAN.search(line) is None
            and not _SENTENCE.search(line, 0, found.start())
        ):
            yield line


def _is_quoted(said: str, place: int) -> bool:
    return said[max(0, place - 1) : place] in {"“", "‘", "「", '"'} and bool(_HAN.search(said))
