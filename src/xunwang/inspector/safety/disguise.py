"""Scripts with their disguises taken off: escapes, numbers of characters, Base64, pieces of text that are put together."""

import base64
import binascii
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from xunwang.inspector.safety.ciphers import hidden_addresses

_ESCAPE = re.compile(
    r"\\{1,2}x([0-9a-fA-F]{2})|\\{1,2}u([0-9a-fA-F]{4})|\\u\{0{0,4}([0-9a-fA-F]{2,4})\}|\\([0-7]{2,3})"
)
_CODES = re.compile(r"fromCharCode\s*\(\s*([\d\s,x a-fA-F]+)\)")
_CODE_CALL = re.compile(r"(?:String\s*\.\s*)?fromCharCode\s*\(\s*([\d\s,x a-fA-F]{2,})\)")
_CROSSED = re.compile(r"fromCharCode\([^()]{1,40}?([\^+-])\s*(0x[\da-fA-F]{1,4}|[1-9]\d{0,4})\s*\)")
_RECKONED = re.compile(r"fromCharCode\s*\([^()]{1,40}[\^+-]")
_BEGINNINGS = {tuple(map(ord, "ht")), tuple(map(ord, "//"))}
_ADDRESS = re.compile(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+")
_NUMBERS = re.compile(r"(?:\d{1,5}|0x[0-9a-fA-F]{1,4})(?:\s*[,|]\s*(?:\d{1,5}|0x[0-9a-fA-F]{1,4})){9,}")
_PERCENT = re.compile(r"(?:%u?[0-9a-fA-F]{2,4}){4,}")
# What else than the brackets of tags is written so, which no script needs to do.
_NEEDLESS = re.compile(r"%(?!3[CEce])[0-9a-fA-F]{2}")
_MOST_NEEDFUL = 3
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_BASE64 = re.compile(
    r"(?:(?:atob|decode64|base64[^\"']{0,20})\s*\(\s*[\"']|data:(?:text|application)/(?:x-)?(?:java|ecma)script;base64,)([A-Za-z0-9+/=]{24,})[\"']"
)
_DECODED_HERE = re.compile(
    r"\b(?:window\.)?(atob|unescape|decodeURIComponent|decodeURI)\(\s*([\"'])([^\"'\n]{8,4000})\2\s*\)"
)
_ANY_BASE64 = re.compile(r"[\"']([A-Za-z0-9+/]{24,}={0,2})[\"']")
_FROM_BASE64 = re.compile(r"\batob\b|decode64|base64_?decode|Base64\s*\.\s*(?:decode|parse)", re.IGNORECASE)
_PACKED = re.compile(r"eval\s*\(\s*function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k", re.IGNORECASE)
_PACK = re.compile(
    r"\}\s*\(\s*(?P<q>[\"'])(?P<text>(?:\\.|(?!(?P=q)).){1,60000}?)(?P=q)\s*,\s*(?P<base>\d{1,2})\s*,\s*\d+\s*,\s*"
    r"(?P<w>[\"'])(?P<words>[^\"']{0,60000})(?P=w)\s*\.\s*split\(",
    re.DOTALL,
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PROPERTY = re.compile(r"(?<=[\w$\])])\[\s*([\"'])([A-Za-z_$][\w$]*)\1\s*\]")
_ESCAPED_LETTER = re.compile(r"\\(?:x|u00|u\{0{0,2})[2-7][0-9a-fA-F]|(?:\\[01]?[0-7]{2}[^\\\n]{0,4}){6}")
_BY_HEX = re.compile(
    r"(?:\\x[0-9a-fA-F]{2}){4,}|(?:\\u00[0-9a-fA-F]{2}){4,}|(?:\\u\{[0-9a-fA-F]{2,6}\}){4,}|(?:\\[01][0-7]{2}){4,}"
)
_REVERSED = re.compile(
    r"(?:\[\s*\.\.\.|Array\.from\(\s*)?([\"'])((?:(?!\1)[^\n]){8,2000})\1\s*(?:\.\s*split\(\s*[\"']{2}\s*\)|\]|\))\s*\.\s*reverse\(\s*\)\s*\.\s*join\(\s*[\"']{2}\s*\)"
)
# What is done to a text where it stands: letters taken out or put in, one text or a short pattern for another.
_RESPLIT = re.compile(
    r"([\"'])((?:(?!\1)[^\n]){4,2000})\1\s*\.\s*split\(\s*([\"'])([^\"'\n]{1,6})\3\s*\)\s*\.\s*join\(\s*([\"'])([^\"'\n]{0,6})\5\s*\)"
)
_REPLACEMENT = re.compile(
    r"\(\s*(?:/((?:[^/\\\n()*+?{}|]|\\[.#$/-]){1,10})/([gi]{0,2})|[\"']([^\"'\n]{1,12})[\"'])\s*,\s*([\"'])([^\"'\n]{0,12})\4\s*\)"
)
_REPLACED = re.compile(
    r"([\"'])((?:(?!\1)[^\n]){4,2000})\1((?:\s*\.\s*replace(?:All)?\([^()\n]{3,60}\)){1,6})"
)
_CUT_WITHIN = re.compile(
    r"\b(?:atob|unescape|decodeURI(?:Component)?)\(\s*(?:[\"'][^\"'\n]{0,2000}[\"']\s*\+?\s*){2,40}\)"
)
_HEX = re.compile(r"[\"']((?:[0-9a-fA-F]{2}){8,1000})[\"']")
_ROUNDS = 4
_NAMED_TEXT = re.compile(
    r"(?:var|let|const|[,;{\n])\s*([A-Za-z_$][\w$]*)\s*=\s*([\"'])([^\"'\n]{1,80})\2\s*(?=[;,\n+])"
)
_REAL: dict[str, Callable[[int, int], int]] = {"^": operator.xor, "+": operator.add, "-": operator.sub}
_LITERAL = r"(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}')"
_LITERALS = rf"\[\s*({_LITERAL}(?:\s*,\s*{_LITERAL}){{1,400}})\s*\]"
_JOINED = re.compile(
    rf"{_LITERALS}(\s*\.\s*reverse\(\s*\))?\s*\.\s*join\(\s*(\"[^\"]{{0,3}}\"|'[^']{{0,3}}')\s*\)"
)
_HOST_IN_PIECES = re.compile(r"[\"'](?:com|cn|net|org|vip|top|xyz|cc|club|info|live|shop|site|icu)[\"'/]")
_NAMED_LITERALS = re.compile(rf"(?<![\w$])([A-Za-z_$][\w$]*)\s*=\s*{_LITERALS}")
_OTHER_NAME = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]{0,20})\s*=\s*(?:(?:window|document|top|self|parent)\.)*location\s*[;,\n]"
)
_MEMBER = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\[\s*(0x[\da-fA-F]{1,3}|0|[1-9]\d{0,2})\s*\]")
_NAMED_JOINED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*\.\s*join\(\s*(\"[^\"]{0,3}\"|'[^']{0,3}')\s*\)")
# Only the end of a script has to be split where it is written; its beginning is split so that nobody finds it.
_SPLIT_TAG = re.compile(
    r"(?:<|createElement\(\s*[\"'])(?:s(?:cr?i?p?)?|i(?:fr?a?m?)?)[\"']\s*\+\s*[\"'][a-z]", re.IGNORECASE
)
_SUM = re.compile(r"[\"']\s*\+\s*[\"']")
_BY_NAME = re.compile(r"(?<=[\w$\])])\[\s*([A-Za-z_$][\w$]*)\s*\]")
_TEMPLATE = re.compile(r"`([^`\n]{1,600})`")
_PLACE = re.compile(r"\$\{\s*(?:([A-Za-z_$][\w$]*)|([\"'])([^\"'{}]{0,200})\2)\s*\}")
_CONCAT = re.compile(
    r"([\"'])([^\"'\n]{1,200})\1((?:\s*\.\s*concat\(\s*[\"'][^\"'\n]{0,200}[\"'](?:\s*,\s*[\"'][^\"'\n]{0,200}[\"']){0,20}\s*\))+)"
)
_TEXT = re.compile(r"[\"']([^\"'\n]{0,200})[\"']")
_MOST_NAMES = 40
_READABLE = 0.9  # share of printable characters of what was really encoded text


class Decoded(NamedTuple):
    """A script with its disguises taken off; `disguised`: what was needed for that, for people; `addresses` are those that it does not write."""

    code: str
    disguised: tuple[str, ...]
    addresses: tuple[str, ...] = ()


@lru_cache(maxsize=2_048)
def undisguised(code: str) -> Decoded:
    """The code as it will run, followed by the texts that it decodes."""
    found, tricks = code.replace("\\/", "/"), []
    if _ESCAPED_LETTER.search(found):
        tricks += ["用转义字符书写"] if _BY_HEX.search(found) else []
        found = _ESCAPE.sub(lambda m: chr(int(m[4], 8) if m[4] else int(m[1] or m[2] or m[3], 16)), found)
    if _SPLIT_TAG.search(found):
        tricks.append("把元素名拆开书写")
    if len(_CODE_CALL.findall(found)) > _MOST_NEEDFUL:
        found = _CODE_CALL.sub(lambda m: f"'{_from_codes(m[1])}'", found)
        tricks.append("由字符编号拼成")
    if _REVERSED.search(found):
        tricks.append("倒序书写")
    more = []
    for name, texts in ((_name, _read(found)) for _name, _read in _READERS):
        if readable := [text for text in texts if text]:
            more += [_inside(text, code) for text in readable]
            tricks.append(name)
    if any(_HOST_IN_PIECES.search(joined[0]) for joined in _JOINED.finditer(found)) or _cuts_address(found):
        tricks.append("把网址拆开书写")
    if addresses := hidden_addresses(found):
        tricks.append("网址经过改写")
    whole = "\n".join([_unwound(found), *more, *addresses])
    return Decoded(without_brackets(_put_together(whole)), tuple(dict.fromkeys(tricks)), addresses)


def _unwound(code: str) -> str:
    """The code with texts in the place of what it does to texts: turns round, takes letters out, puts others in, decodes, one within another."""
    for _ in range(_ROUNDS):
        before = code
        if "reverse" in code:
            code = _REVERSED.sub(lambda m: f"{m[1]}{m[2][::-1]}{m[1]}", code)
        if "split" in code:
            code = _RESPLIT.sub(lambda m: f"{m[1]}{m[2].replace(m[4], m[6])}{m[1]}", code)
        if "replace" in code:
            code = _REPLACED.sub(_replaced, code)
        code = _DECODED_HERE.sub(_decoded_here, code)
        if "(" in code and "+" in code:
            code = _CUT_WITHIN.sub(lambda m: _SUM.sub("", m[0]), code)
        if code == before:
            break
    return code


def _replaced(found: re.Match[str]) -> str:
    """A text with every replacement that the code makes in it."""
    text = found[2]
    for pattern, marks, literal, _, put in _REPLACEMENT.findall(found[3]):
        if not pattern:
            text = text.replace(literal, put, 1)
            continue
        try:
            text = re.sub(pattern, _putting(put), text, count="g" not in marks)
        except re.error:
            return found[0]
    return f"{found[1]}{text}{found[1]}" if found[1] not in text else found[0]


def _putting(put: str) -> Callable[[re.Match[str]], str]:
    return lambda found: put.replace("$&", found[0])


def _inside(text: str, code: str) -> str:
    """What a script decodes, with its own disguises taken off where it has any; always shorter than the script, so this ends."""
    is_disguised = any(sign in text for sign in ("atob(", "unescape(", "fromCharCode", "\\x"))
    return undisguised(text).code if is_disguised and len(text) < len(code) else text


def _decoded_here(found: re.Match[str]) -> str:
    """The text that a decoder makes of its own text, in the place of its call."""
    text = _from_base64(found[3]) if found[1] == "atob" else unquote(found[3])
    quote = next((quote for quote in "'\"" if quote not in text), None)
    return f"{quote}{text}{quote}" if text and quote and "\n" not in text else found[0]


def without_brackets(code: str) -> str:
    """The code with properties by name in the place of brackets with a text."""
    return _PROPERTY.sub(r".\2", code)


def _of_codes(code: str) -> list[str]:
    if "fromcharcode" not in code.lower():
        return []
    lists = [*_CODES.findall(code), *_NUMBERS.findall(code)]
    crossed = _CROSSED.search(code)
    texts = [_from_codes(codes, crossed) for codes in lists]
    if crossed is None and _RECKONED.search(code):
        texts += filter(None, map(_guessed, lists))
    return texts


def _guessed(codes: str) -> str:
    """The address in numbers that are each reckoned with another number, which stands elsewhere: all are tried."""
    numbers = [number for part in codes.replace("|", ",").split(",") if (number := _number(part)) is not None]
    for other in range(1, 256):
        for reckon in _REAL.values():
            if tuple(reckon(number, other) for number in numbers[:2]) not in _BEGINNINGS:
                continue
            text = "".join(chr(one) for number in numbers if 0 < (one := reckon(number, other)) < 0x80)
            if len(text) == len(numbers) and _ADDRESS.match(text):
                return text
    return ""


def _from_codes(codes: str, crossed: re.Match[str] | None = None) -> str:
    """The text of these numbers; `crossed`: each is reckoned with another first."""
    parts = codes.replace("|", ",").split(",")
    numbers = [number for part in parts if (number := _number(part)) is not None]
    if crossed is not None:
        other = int(crossed[2], 0)
        numbers = [_REAL[crossed[1]](number, other) for number in numbers]
    return "".join(chr(number) for number in numbers if 0 < number < 0x110000)


def _number(text: str) -> int | None:
    try:
        value = int(text.strip(), 0)
    except ValueError:
        return None
    return value if 0 < value < 0x110000 else None


def _of_percents(code: str) -> list[str]:
    lowered = code.lower()
    if not ("unescape" in lowered or "decodeuri" in lowered):
        return []
    if not _PERCENT.search(code) and len(_NEEDLESS.findall(code)) <= _MOST_NEEDFUL:
        return []
    return [unquote(_PERCENT_U.sub(lambda m: chr(int(m[1], 16)), code))]


def _of_base64(code: str) -> list[str]:
    texts = _BASE64.findall(code)
    if _FROM_BASE64.search(code):
        texts += [text for text in _ANY_BASE64.findall(code) if text not in texts]
    return [_from_base64(text) for text in texts]


def _of_hex(code: str) -> list[str]:
    if "fromCharCode" not in code or "parseInt" not in code:
        return []
    texts = (bytes.fromhex(digits).decode("utf-8", "replace") for digits in _HEX.findall(code))
    return [text for text in texts if text.isprintable()]


def _from_base64(text: str) -> str:
    try:
        plain = base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
    readable = sum(letter.isprintable() or letter.isspace() for letter in plain) - plain.count("\ufffd")
    return plain if plain and readable >= _READABLE * len(plain) else ""


def _of_packed(code: str) -> list[str]:
    """Packed scripts as they run: numbers of words put back by the words that follow them."""
    if not _PACKED.search(code):
        return []
    packs = (_unpacked(found) for found in _PACK.finditer(code))
    return [text for text in packs if text] or [code.replace("|", " ")]


def _unpacked(found: re.Match[str]) -> str:
    base, words = int(found["base"]), found["words"].split("|")
    if not 2 <= base <= len(_DIGITS):
        return ""

    def word(token: re.Match[str]) -> str:
        number = 0
        for digit in token[0]:
            value = _DIGITS.find(digit)
            if not 0 <= value < base:
                return token[0]
            number = number * base + value
        return (words[number] if number < len(words) else "") or token[0]

    return re.sub(r"\b\w{1,4}\b", word, found["text"].replace("\\", ""))


_READERS = (
    ("由字符编号拼成", _of_codes),
    ("由十六进制数拼成", _of_hex),
    ("经过编码", _of_percents),
    ("经过Base64编码", _of_base64),
    ("经过压缩打包", _of_packed),
)


def _put_together(code: str) -> str:
    """The code with reversed texts turned round, names of short texts in sums replaced by them, and sums of texts made one."""
    if "reverse" in code:
        code = _REVERSED.sub(lambda m: f"{m[1]}{m[2][::-1]}{m[1]}", code)
    code = _without_lists(code)
    if "location" in code:
        code = _without_other_names(code)
    code = _SUM.sub("", code) if "+" in code else code
    code = _CONCAT.sub(lambda m: f"{m[1]}{m[2]}{''.join(_TEXT.findall(m[3]))}{m[1]}", code)
    named = {name: text for name, _, text in _NAMED_TEXT.findall(code)[:_MOST_NAMES]}
    code = _BY_NAME.sub(lambda m: f".{named[m[1]]}" if named.get(m[1], "").isidentifier() else m[0], code)
    code = _TEMPLATE.sub(lambda m: _filled(m[1], named), code) if "`" in code else code
    if "+" not in code:
        return code
    if named:
        names = "|".join(re.escape(name) for name in named)
        code = re.sub(
            rf"(?<![\w$.\"'])({names})(?=\s*\+)|(?<=\+)\s*({names})(?![\w$.(\"'=])",
            lambda m: f"'{named[m[1] or m[2]]}'",
            code,
        )
    return _SUM.sub("", code)


def _filled(template: str, named: dict[str, str]) -> str:
    """A template with the short texts that the script names in their places."""
    text = _PLACE.sub(lambda m: named.get(m[1], m[0]) if m[1] else m[3], template)
    quote = next((quote for quote in "'\"" if quote not in text), None)
    return f"{quote}{text}{quote}" if quote else f"`{text}`"


def _without_other_names(code: str) -> str:
    """The code with the address of the page under its own name where the script gave it another."""
    for name in dict.fromkeys(_OTHER_NAME.findall(code)[:_MOST_NAMES]):
        code = re.sub(rf"(?<![\w$.]){re.escape(name)}(?=\s*\.\s*(?:href|replace|assign)\b)", "location", code)
    return code


def _without_lists(code: str) -> str:
    """The code with texts in the place of members of lists, and of lists that are joined."""
    lists = {name: _texts(listed) for name, listed in _NAMED_LITERALS.findall(code)[:_MOST_NAMES]}

    def member(found: re.Match[str]) -> str:
        texts, number = lists.get(found[1], []), int(found[2], 0)
        return f"'{texts[number]}'" if number < len(texts) else found[0]

    def joined(found: re.Match[str]) -> str:
        return f"'{found[2][1:-1].join(lists[found[1]])}'" if found[1] in lists else found[0]

    code = _NAMED_JOINED.sub(joined, _MEMBER.sub(member, code)) if lists else code
    return _JOINED.sub(_joined, code) if "join" in code else code


def _cuts_address(code: str) -> bool:
    """Whether a list that is joined by its name holds an address, and no piece of it the beginning of one."""
    if not _NAMED_JOINED.search(code):
        return False
    lists = (_texts(listed) for _, listed in _NAMED_LITERALS.findall(code)[:_MOST_NAMES])
    return any(_ADDRESS.match("".join(texts)) and "//" not in texts[0] for texts in lists if texts)


def _joined(found: re.Match[str]) -> str:
    texts = _texts(found[1])
    return f"'{found[3][1:-1].join(reversed(texts) if found[2] else texts)}'"


def _texts(listed: str) -> list[str]:
    return [text[1:-1] for text in re.findall(_LITERAL, listed)]
