"""What programs, databases and content systems write into a page when they fail."""

import re

_FAILURE = re.compile(
    r"Microsoft (?:JET Database|OLE DB|VBScript|Access|SQL)[^\n]{0,60}?(?:错误|[Ee]rror)[^\n]{0,30}|\[(?:Microsoft\]\[)?ODBC [^\]\n]{2,40}\][^\n]{0,60}|ADODB\.\w+|error ['‘’]?80[0-9a-f]{6}|错误 ['‘’]?80[0-9a-f]{6}"
    r"|\b(?:Fatal|Parse) error\s*:[^\n]{0,80}|\bUncaught \w*(?:Error|Exception)\b[^\n]{0,60}|error in your SQL syntax|\bORA-\d{5}|\b(?:javax?|org)\.[\w.]+(?:Exception|Error)\b|Server Error in ['‘’]/"
    r"|\bHTTP Status [45]\d\d\b|Whitelabel Error Page|Traceback \(most recent call last\)|\bSQLSTATE\[|MySQL server has gone away|Can['’]t connect to (?:local )?MySQL"
    r"|\bAccess denied for user ['‘’]|\[an error occurred while processing this directive\]|\bSystem\.(?:\w+\.)*\w+Exception\b|未将对象引用设置到对象的实例|应用程序中的服务器错误"
    r"|(?:^|\n)\W*(?:(?:系统|程序|访问)?(?:错误|出错|提示|警告|异常|error|warning)[^\n。，：:]{0,6}[:：])?\W*(?:数据库(?:服务器)?(?:连接|查询|访问)?(?:失败|出错|错误|异常)|(?:连接|访问)数据库(?:服务器)?(?:失败|出错|错误|异常)|(?:无法|不能)连接到?数据库)(?=\W|请|\d|[A-Za-z]|$)(?![^\n]{0,40}(?:怎|如何|原因|解决|处理|[?？]))[^\n]{0,60}(?=\n|$)"
    r"|(?:^|\n)\W*模板(?:文件)?不存在\s*[:：\[][^\n]{0,60}|DedeCMS Error\s*:[^\n]{0,60}|\bsmarty error\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:Warning|Notice|Deprecated|Strict Standards)\s*:[^\n]{4,400}?\bin\s+(?:(?:[a-z]:)?[/\\]|Unknown\b)[^\n]{0,200}?\bon line \d+",
    re.IGNORECASE,
)
_SENTENCE = re.compile("[，。；：、“‘《（？]")
_BEFORE = 80  # characters
# One pattern of plain words goes over a text several times sooner than each word by itself.
_SIGNS = re.compile(
    "rror|错误|xception|ODBC|ADODB|ORA-| on line |HTTP Status|Traceback|SQL|数据库|模板|未将对象|denied"
)


def failure_in(text: str) -> str | None:
    """The first words in a text that a program writes when it fails; None mostly."""
    if not _SIGNS.search(text):
        return None
    told = (found for found in _FAILURE.finditer(text) if not _is_told_of(text, found))
    found = next(told, None)
    return found[0].strip() if found else None


def _is_told_of(text: str, found: re.Match[str]) -> bool:
    """Whether words stand in a sentence, which tells of a failure: a program writes them where a line begins."""
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    line = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    return _SENTENCE.search(text, line, start) is not None


def notice_in(text: str) -> str | None:
    """The first notice of PHP in a text, which goes on behind it with what was asked for."""
    found = _NOTICE.search(text) if " on line " in text else None
    return found[0] if found else None


def without_notices(text: str) -> str:
    """A text without the notices of PHP in it."""
    return _NOTICE.sub("", text)
