"""What programs, databases and content systems write into a page when they fail."""

import re

_FAILURE = re.compile(
    r"Microsoft (?:JET Database|OLE DB|VBScript|Access|SQL)[^\n]{0,60}|ODBC (?:Microsoft|SQL|Driver)[^\n]{0,60}|ADODB\.\w+|error ['‘’]?80[0-9a-f]{6}|错误 ['‘’]?80[0-9a-f]{6}"
    r"|\b(?:Fatal|Parse) error\s*:[^\n]{0,80}|\bUncaught \w*(?:Error|Exception)\b[^\n]{0,60}|error in your SQL syntax|\bORA-\d{5}|\b(?:javax?|org)\.[\w.]+(?:Exception|Error)\b|Server Error in ['‘’]/"
    r"|\bHTTP Status [45]\d\d\b|Whitelabel Error Page|Traceback \(most recent call last\)|\bSQLSTATE\[|MySQL server has gone away|Can['’]t connect to (?:local )?MySQL"
    r"|\bAccess denied for user ['‘’]|\[an error occurred while processing this directive\]|\bSystem\.(?:\w+\.)*\w+Exception\b|未将对象引用设置到对象的实例|应用程序中的服务器错误"
    r"|(?:^|\n)\W*(?:[^\n。，]{0,12}[:：])?\W*(?:数据库(?:服务器)?(?:连接|查询|访问)?(?:失败|出错|错误|异常)|(?:连接|访问)数据库(?:服务器)?(?:失败|出错|错误|异常)|(?:无法|不能)连接到?数据库)(?![^\n]{0,40}(?:怎|如何|原因|解决|[?？]))[^\n]{0,60}(?=\n|$)"
    r"|(?:^|\n)\W*模板(?:文件)?不存在\s*[:：\[][^\n]{0,60}|DedeCMS Error\s*:[^\n]{0,60}|\bsmarty error\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:Warning|Notice|Deprecated|Strict Standards)\s*:[^\n]{4,400}?\bon line \d+", re.IGNORECASE
)
_SIGNS = (
    "rror", "错误", "xception", "ODBC", "ADODB", "ORA-", " on line ", "HTTP Status", "Traceback", "SQL", "数据库", "模板", "未将对象", "denied",
)  # fmt: skip


def failure_in(text: str) -> str | None:
    """The first words in a text that a program writes when it fails; None mostly."""
    if not any(sign in text for sign in _SIGNS):
        return None
    found = _FAILURE.search(text)
    return found[0].strip() if found else None


def notice_in(text: str) -> str | None:
    """The first notice of PHP in a text, which goes on behind it with what was asked for."""
    found = _NOTICE.search(text) if " on line " in text else None
    return found[0] if found else None


def without_notices(text: str) -> str:
    """A text without the notices of PHP in it."""
    return _NOTICE.sub("", text)
