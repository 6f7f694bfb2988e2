"""Marks of secrecy that documents carry (保守国家秘密法, GB/T 9704 7.2.2): candidates for a person, never more."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import SafetyKind, SafetySign, late

_TELEGRAM = "内部明电"
_SPACED = ("内部资料", _TELEGRAM)  # heads that are printed with blanks between their letters, too
_RETURNED = (
    *("阅后收回", "阅后即焚", "阅后销毁", "阅后退回", "阅后交回", "阅后即毁", "用后收回", "会后收回"),
    *("阅后即退", "阅后退还", "阅后归还", "阅后即还", "阅毕收回", "阅毕退回", "阅毕销毁", "阅毕归还"),
)
_WORK = "工作秘密"
ANCHORS = (
    *(f"密{blank}级" for blank in (" ", "\u3000", "\xa0")),
    *(blank.join(_WORK) for blank in (" ", "\u3000")),
    *_RETURNED,
    *("不得复制", "严禁复制", "不得翻印", "严禁翻印", "限内部", "内部使用", "内部掌握"),
    *(blank.join(word) for word in _SPACED for blank in (" ", "\u3000")),
    _TELEGRAM,
    "★",
    "份号",
    "不得上网",
    "严禁上网",
    "绝密",
    "机密",
    "秘密",
    "密级",
    "口令",
    "vpn",
    "堡垒机",
    "192.168.",
    "172.16.",
    "内网",
    "内部资料",
    "内部材料",
    "内部手册",
    "内部文件",
    "内部参考",
    "内部刊物",
    "注意保存",
    "不得外传",
    "严禁外传",
    "严禁外泄",
    "不得外泄",
    "属性：不",
    "属性:不",
    "方式：不",
    "方式:不",
    "此件不",
    "此件发",
    *("不得登报", "不要登报", "请勿登报", "不准登报"),
)
_STAR = late(
    r"(?<![\u4e00-\u9fff])(绝\s?密|机\s?密|(?:工\s?作\s?)?秘\s?密)\s*[★☆✩*＊]\s*(?:\d{1,2}\s*年|\d{1,2}\s*个?月|长期)?"
)
# In the place of the star another sign, which says as much where a period stands behind it.
_SIGNED = late(
    r"(?<![\u4e00-\u9fff])(绝\s?密|机\s?密|(?:工\s?作\s?)?秘\s?密)\s*[▲△◆◇●○■□※✦✪⭐]\s*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:年(?!级)|个?月)|长期)"
)
# The number of the copy, which only papers that are kept secret bear (GB/T 9704 7.2.1).
_COPY = late(r"(?:\A|[\s（(【\[|])(份\s?号\s?[：:]\s?(?:No\.?|№)?\s?\d{3,6})(?![\d-])")
# In brackets at the head of a line of its own, wherever in the document.
_BRACKETED = late(
    r"(?:\A|\n)[ \t\u3000]*[【\[（(〔「][ \t\u3000]*((?:绝\s{0,9}密|机\s{0,9}密|秘\s{0,9}密|工\s{0,9}作\s{0,9}秘\s{0,9}密)(?:\s{0,9}[★☆]?\s{0,9}(?:\d{1,2}\s{0,9}年|长期))?)[ \t\u3000]*[】\]）)〕」](?=[ \t\u3000\n]|\Z)"
)
_RECALLED = re.compile(rf"(?:\A|[\n（(【\[　 ,，；;。])({'|'.join(_RETURNED)})(?=[\s，,；;。、）)】\]]|\Z)")
_LENT = re.compile(r"借阅|读者|图书|报刊")  # what every reader of a library gives back
_UNTIL = re.compile(
    r"(?:\A|\n)[ \t]*(绝\s?密|机\s?密|秘\s?密)\s{0,9}[（(【\[]?\s{0,9}(?:启[封用]前|\d{1,2}\s{0,9}年|[一二三五十]{1,3}年|长期)\s{0,9}[）)】\]]?[ \t]*(?:\n|\Z)"
)
_LEVEL = late(r"(?:密\s*级|保密等级|涉密等级)\s*[：:]\s*(绝\s?密|机\s?密|秘\s?密)(?![\u4e00-\u9fff])")
_ALONE = re.compile(r"(?:\A|\n)[ \t]*(绝\s?密|机\s?密|(?:工\s?作\s?)?秘\s?密)[ \t]*(?:\n|\Z)")
_INSIDE = late(
    r"(?:\A|[\n（(【\[])[^\S\n]*(?:[此本该](?:文?件|资料|材料)?(?:属于?|为|系))?((?:内\s?部\s?(?:资\s?料|文\s?件|参考|刊物|使用|传阅|掌握)|工作秘密)\s{0,9}[,，、:：]?\s{0,9}(?:请?\s{0,9}注意保[存管密]|请勿外传|[不切][得勿]外[传泄]|严禁外[传泄]|妥善保管|请勿翻印|仅供(?:领导)?参[考阅]))"
)
# Within the clause of such a head, whom it is for and what must not be done with it.
_KEPT_INSIDE = late(
    r"(?:\A|[\n（(【\[〔])[^\S\n]*((?:内部(?:资料|文件|材料|参考|刊物|手册)|工作秘密)[^。；\n）)】\]]{0,20}?(?:外[传泄]|泄[露密]|上(?:互联)?网|互联网|翻印|复[制印]|传播|转发|仅限|只限|本单位|内部人员))"
)
# How the machines inside an office are reached: an address that only they have, beside a name and the word that opens them.
_INNER = r"(?<![\d.])(?:10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|192\.168(?:\.\d{1,3}){2})(?![\d.])"
_ACCESS = late(
    rf"(?:{_INNER}|VPN|内网|后台|堡垒机|服务器)[^\n]{{0,80}}?((?:口令|密码)\s?(?:为|是)?\s?[：:]?\s?(?=[!-~]*[a-zA-Z])(?=[!-~]*[\d@#$!_])[!-~]{{6,24}})"
)
_WITHHELD = late(
    r"公开(?:属性|方式|形式|类别)\s*[：:]\s*(不(?:予)?公开)(?![\u4e00-\u9fff])|[（(]\s*(此件不(?:予)?公开)(?:\s*[，,、；;][^（）()\n]{0,24})?\s*[）)]"
)
# What must not be done with a paper, in the brackets at its end.
_KEPT_OFF = late(
    r"[（(【\[]\s*((?:此件|本件|本文件|本通知|内部掌握)(?!不(?:予)?公开)[^（）()\n]{0,24}?(?:不得|不准|不要|严禁|请勿|切勿|禁止)(?:登报|登载|刊[登载]|广播|上(?:互联)?网|在[^（）()\n]{0,4}网|通过(?:互联)?网|对外(?:公[开布]|提供|发布|披露|传播|扩散|[外泄]|[）)])))"
)
_ALARM = re.compile(
    r"(?:\A|\n)[^\S\n]*(内\s?部\s?明\s?电)[ \t\u3000]*(?:\n|\Z)|(?:等级|特急|特提|加急|平急)[\s·：:、/]{1,3}(内部明电)(?![\u4e00-\u9fff])"
)
# An examination that is over: its paper still bears the mark.
_BEFORE_USE = re.compile(r"启[用封]前")
_OVER = re.compile(r"真题|答案|解析|历年|往年|模拟|样[卷题]")
# Who explains the marks, teaches the law or reports on it writes them in good faith.
_TALKS = re.compile(
    r"标志|标识(?!码)|标注|规定|密级分为|保密法|定密|知悉范围|解密|国家秘密的|怎么|如何|例如|比如|样式|格式|字样|填写|选项|涉密人员|保密宣传|保密知识|是指|分为"
)
_GROUPED = frozenset(
    {
        "until",
        "alone",
        "bracketed",
        "inside",
        "kept inside",
        "access",
        "recalled",
        "telegram",
        "copy",
        "kept off",
    }
)
_NEAR = 40
_HEAD = 120  # characters at the head of a text, where documents carry a bare word as their mark


def signs(text: str, key: str, title: str = "") -> Iterator[SafetySign]:
    """The marks of a text under this title; one sign for each form."""
    told: set[str] = set()
    is_over = _OVER.search(f"{title}\n{text[:_HEAD]}") is not None
    for rule, start, end in marks(text):
        if is_over and _BEFORE_USE.search(text, start, end + 4):
            continue
        if rule not in told:
            told.add(rule)
            yield SafetySign(
                kind=SafetyKind.SECRECY,
                rule=rule,
                place=f"{key}#{rule}",
                found=" ".join(text[start:end].split()),
                why="页面或附件带有密级、内部资料标志",
                sure=rule == "star",
                suggest="立即核实，确属不应公开的马上撤下",
            )


def marks(text: str) -> Iterator[tuple[str, int, int]]:
    """Form and place of every mark."""
    for rule, pattern in (
        ("star", _STAR),
        ("until", _UNTIL),
        ("level", _LEVEL),
        ("alone", _ALONE),
        ("bracketed", _BRACKETED),
        ("inside", _INSIDE),
        ("kept inside", _KEPT_INSIDE),
        ("access", _ACCESS),
        ("recalled", _RECALLED),
        ("telegram", _ALARM),
        ("signed", _SIGNED),
        ("copy", _COPY),
        ("kept off", _KEPT_OFF),
        ("withheld", _WITHHELD),
    ):
        for found in pattern.finditer(text):
            start, end = found.span(found.lastindex or 0) if rule in _GROUPED else found.span()
            around = text[max(0, start - _NEAR) : end + _NEAR]
            if rule == "recalled" and _LENT.search(around):
                continue
            if not _TALKS.search(around) and not (rule == "alone" and start >= _HEAD):
                yield rule, start, end
