"""Scripts and frames that somebody else put in: what they write, whom they send away, whom they ask."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.model import SafetyKind, SafetySign, late
from xunwang.inspector.safety import words
from xunwang.inspector.safety.anywhere import leads_from_anywhere
from xunwang.inspector.safety.dealings import dealings, told_hosts
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.disguise import undisguised, without_brackets
from xunwang.inspector.safety.flows import Act, flows
from xunwang.inspector.safety.hidden import SURE, TOLD
from xunwang.inspector.safety.hosts import (
    SAYS_ENOUGH,
    borrowed,
    domain_of,
    is_cheap,
    is_miner,
    is_stranger,
    is_tool,
    name_weight,
)
from xunwang.inspector.safety.inlays import Inlay, has_script, inlays
from xunwang.inspector.safety.programs import exchanges, imported, lies_among_files, loaded, scripts_of
from xunwang.inspector.safety.running import runs_by_itself

_ENGINES = late(
    r"baidu|google|sogou|soso|(?<![a-z])so\\?\.com|360|yahoo|bing|youdao|haosou|sm\\?\.cn|yisou|toutiao",
    re.IGNORECASE,
)
_SPIDERS = re.compile(
    r"baiduspider|googlebot|360spider|sogou\s?(?:web\s?)?spider|bingbot|yisouspider|bytespider|spider",
    re.IGNORECASE,
)
MOBILE = re.compile(r"iphone|android|mobile|ipad|midp|ucweb", re.IGNORECASE)
_GOES = re.compile(
    r"location(?:\.href|\.replace|\.assign)?\s*(?:=(?!=)|\()|window\s*\.\s*open\s*\((?=[^;]{0,300}[\"']_(?:self|top|parent)[\"'])|top\.location|self\.location"
    r"|navigation\s*\.\s*navigate\s*\(|(?:Reflect\s*\.\s*set|Object\s*\.\s*assign|\bwith)\s*\(\s*(?:\w+\.)*location\b|http-?[Ee]quiv[\"'\s.]*[=,]\s*[\"']refresh"
)
_WRITES = re.compile(
    r"document[\"'\])\s.\[]{1,8}write|document\.title\s*=(?!=)|\.innerHTML|appendChild|insertBefore|insertAdjacentHTML|\.html\s*\(|\.append\s*\(|\bimport\s*\(|getScript\s*\("
)
_TITLES = re.compile(r"document\.title\s*=(?!=)")
_LATER = re.compile(r"set(?:Timeout|Interval)\s*\(")
_WHERE_FROM = re.compile(
    r"remote_ip_info|returnCitySN|iplookup|ip\.ws\.126|cityjson|ipinfo|ip-api|localAddress|\.(?:province|city)\b"
)
# Services that told scripts where a visitor sits, for hiding from some places; closed long ago, so that nothing honest needs them.
_LOCATORS = re.compile(
    r"//(?:ip\.ws\.126\.net|int\.dpool\.sina\.com\.cn/iplookup|fw\.qq\.com/ipaddress)", re.IGNORECASE
)
_URL = re.compile(r"(?:(?:http|ws)s?:)?//[\w.-]+\.[a-z]{2,}[^\s\"'<>\\)]*", re.IGNORECASE)
_SOCKET = re.compile(r"\Aws(?=s?:)", re.IGNORECASE)
_WRITTEN_FRAME = re.compile(r"<i?frame\b[^<>]{0,400}", re.IGNORECASE)
_PORT = re.compile(r"https?://[^/?#]*:(\d{2,5})(?:[/?#]|\Z)")
_MAKES_SCRIPT = re.compile(
    r"createElement\(\s*[\"']script[\"']|<script\b|\bimport\s*\(|getScript\s*\(|importScripts\s*\(",
    re.IGNORECASE,
)
_MADE_FRAME = re.compile(r"createElement\(\s*[\"']i?frame[\"']\s*\)", re.IGNORECASE)
_UNSEEN = re.compile(
    r"(?:width|height)\s*[=:]\s*\\?[\"']?[0-2](?![\d.%])|display\s*:\s*none|visibility\s*:\s*hidden",
    re.IGNORECASE,
)
_LAID_OVER = re.compile(
    r"position\s*:\s*(?:fixed|absolute)[^<>]*(?:width|height)\s*:\s*100(?:%|v[wh])", re.IGNORECASE
)
_BY_PLACE = late(r"[!=]==?\s*[\"'][\u4e00-\u9fff]{2,6}[市省区县][\"']")
_FRAMED = re.compile(r"<i?frame\b[^<>]*?\ssrc\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)", re.IGNORECASE)
_REPLACES = re.compile(r"document\.(?:body|documentElement)\.(?:inner|outer)HTML\s*=(?!=)")
_WORD = re.compile(r"\w{2}")
# What people are told of texts that nobody reads in the script.
_DONE = {
    Act.GOES: "网址到运行时才拼出，把访问者带走",
    Act.LOADS: "程序的网址到运行时才拼出",
    Act.RUNS: "代码到运行时才拼出",
}
_ONLY_SIGNS = 60  # characters of a script without a word from which it hides what it does
_KEPT = 24
_MOST = 60  # addresses of one script that are looked at
_REACH = 160  # characters before an address in which it is said what is done with it
_NAMED = re.compile(r"(?:var|let|const)?\s*([\w$]+)\s*=\s*[\"'][^\"']*\Z")


def script_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """Signs of every script of a page: where it comes from, what it does, what is packed into it."""
    for place, src, code in scripts_of(deep.source):
        behind = place >= deep.end
        if src:
            yield from _of_address(deep, src, behind=behind, ahead=place < deep.start)
        for url in imported(deep.source, place, code):
            yield from _of_address(deep, url, behind=behind, ahead=place < deep.start, named_as="模块")
        if code.strip():
            yield from code_signs(code, deep.home, behind=behind)
    for inlay in inlays(deep.source):
        yield from inlay_signs(inlay, deep.home)


def inlay_signs(inlay: Inlay, home: str) -> Iterator[SafetySign]:
    """What code outside of script elements gives away: handlers as scripts, documents in a frame as what a script writes."""
    if not inlay.writes:
        known = code_signs(inlay.code, home)
        script = _taken_apart(inlay.code, home)
        if not known and script.strangers and _MAKES_SCRIPT.search(script.text):
            yield _loaded("代码写在元素的事件属性中", script.strangers[0])
        yield from known
        return
    strangers = [
        url for _, src, _ in scripts_of(inlay.code) if (url := resolve(src, home)) and is_stranger(url, home)
    ]
    if has_script(inlay) and strangers:
        yield _loaded("框架的内容写在自身属性中", strangers[0])
    for _, _, code in scripts_of(inlay.code):
        yield from code_signs(code, home)
    framed = [
        url for src in _FRAMED.findall(inlay.code) if (url := resolve(src, home)) and is_stranger(url, home)
    ]
    if framed:
        yield _loaded("框架的内容写在自身属性中", framed[0], "再嵌入外部页面")


def _loaded(where: str, url: str, what: str = "再引用外部脚本") -> SafetySign:
    """A script, or a page, of a stranger that code in an attribute brings in."""
    named = name_weight(url)
    reasons = [where, f"{what}{url}"]
    return script_sign("inlay", url, url, reasons, TOLD + named, target=url, bad=named > 1)


def _of_address(
    deep: DeepPage, src: str, *, behind: bool, ahead: bool, named_as: str = ""
) -> Iterator[SafetySign]:
    url = resolve(src, deep.url)
    if url is not None and _LOCATORS.search(url):
        yield script_sign(
            "locator", url, url, ["脚本查询访问者所在地，常用来对某些地方隐藏内容"], TOLD, target=url
        )
    if url is not None and lies_among_files(url):
        yield script_sign("address", url, f"引用脚本{url}", ["程序放在上传的文件中间"], TOLD, target=url)
    if url is None or not is_stranger(url, deep.home):
        return
    named, name = name_weight(url), borrowed(url)
    weight = 2 + named + behind * 2 + ahead * 3 + _has_odd_port(url) + bool(named_as)
    weight -= is_tool(url) and not is_miner(url)
    if (named and weight >= TOLD - 1) or (ahead and weight >= TOLD) or name:
        yield script_sign(
            "address",
            url,
            f"引用外部脚本{url}",
            [
                f"来自冒用{name}名称的域名{domain_of(url)}" if name else "来自陌生域名",
                *([f"借{named_as}之名引入"] if named_as else []),
                *(
                    ["域名属于网页挖矿服务"]
                    if is_miner(url)
                    else ["域名形似博彩、色情或临时网站"]
                    if named
                    else []
                ),
                *(["写在页面结束标记之后"] if behind else []),
                *(["写在页面开始标记之前"] if ahead else []),
            ],
            weight,
            target=url,
        )


def _has_odd_port(url: str) -> bool:
    port = _PORT.match(url)
    return port is not None and port[1] not in {"80", "443"}


@lru_cache(maxsize=2_048)
def code_signs(code: str, home: str, *, behind: bool = False) -> tuple[SafetySign, ...]:
    """What an inline script gives away; the same code on many pages is looked at once."""
    return tuple(_code_signs(code, home, behind=behind))


class _Script(NamedTuple):
    """A script without its disguises and what it does: `goes` somewhere else, `writes` into the page; `away`: to a stranger by itself; `hides`: whether it holds the address of one without writing it; `acts`: what it does with what it puts together only then."""

    text: str
    disguised: tuple[str, ...]
    strangers: tuple[str, ...]
    said: words.Weighed
    goes: bool
    writes: bool
    away: bool
    hides: bool
    acts: frozenset[Act]
    named: int


Reason = tuple[int, str]  # weight and words


def _taken_apart(code: str, home: str) -> _Script:
    plain = undisguised(code)
    text = plain.code
    full = ((found, resolve(_SOCKET.sub("http", found), home)) for found in _URL.findall(text)[:_MOST])
    strangers = [(found, url) for found, url in full if url and is_stranger(url, home)]
    strangers += [(host, url) for host, url in told_hosts(text) if is_stranger(url, home)]
    goes = bool(_GOES.search(text))
    foreign = [found for found, _ in strangers]
    hides = any(found.startswith(address) for address in plain.addresses for found in foreign)
    acts = set() if plain.addresses and not hides else {flow.act for flow in flows(text)}
    if plain.disguised and not all(map(is_tool, foreign)):
        acts |= {flow.act for flow in flows(without_brackets(code)) if flow.act is Act.GOES}
    return _Script(
        text=text,
        disguised=plain.disguised,
        strangers=tuple(foreign),
        said=words.weigh(text, sober=False),
        goes=goes,
        writes=bool(_WRITES.search(text)),
        away=(goes and _leads_away(text, foreign))
        or leads_from_anywhere(text, foreign)
        or (hides and any(runs_by_itself(text, found.start()) for found in _GOES.finditer(text))),
        hides=hides,
        acts=frozenset(acts),
        named=max((name_weight(url) for _, url in strangers), default=0),
    )


def _code_signs(code: str, home: str, *, behind: bool) -> Iterator[SafetySign]:
    script = _taken_apart(code, home)
    choosing = list(_to_whom(script))
    reasons = [*choosing, *_what(script, chosen=bool(choosing))]
    if not reasons:
        return
    if behind:
        reasons.append((1, "写在页面结束标记之后"))
    weight = sum(weight for weight, _ in reasons) + script.named
    if weight >= TOLD:
        target = script.strangers[0] if script.strangers else None
        shown = target or (script.said.words[0] if script.said.words else _short(code))
        yield script_sign(
            "code",
            target or f"code:{_short(script.text)}",
            shown,
            [words for _, words in reasons],
            weight,
            target=resolve(target, home) if target else None,
            redirects=script.away or Act.GOES in script.acts,
            bad=script.said.bad or script.named > 1,
        )


def _to_whom(script: _Script) -> Iterator[Reason]:
    """Whom it picks out: honest scripts treat all visitors alike, or send phones to the site's own mobile pages."""
    text, acts = script.text, script.goes or script.writes
    if "referrer" in text and acts and len(set(map(str.lower, _ENGINES.findall(text)))) >= 2:
        yield 6, "只对从搜索引擎来的访问者动作"
    if (
        "userAgent" in text
        and _SPIDERS.search(text)
        and (script.goes or (script.writes and script.strangers) or _TITLES.search(text))
    ):
        yield 5, "按搜索引擎爬虫区别对待"
    if (
        "userAgent" in text
        and _REPLACES.search(text)
        and len(set(map(str.lower, _ENGINES.findall(text)))) > 1
    ):
        yield 5, "对搜索引擎换掉整个页面"
    if exchanges(text):
        yield TOLD, "按访问者的来处、时间或浏览器换掉整个页面"
    if (script.goes and _WHERE_FROM.search(text) and (script.strangers or "404" in text)) or (
        script.strangers and acts and _BY_PLACE.search(text) and _MAKES_SCRIPT.search(text)
    ):
        yield 5, "按访问者所在地区别对待"


def _what(script: _Script, *, chosen: bool) -> Iterator[Reason]:
    """What it does to them."""
    if script.away:
        later = "，并延迟执行" if _LATER.search(script.text) else ""
        phones = "，只对手机访问者" if MOBILE.search(script.text) else ""
        yield 3 if chosen else 5, f"把访问者带到外部网站{later}{phones}"
    elif script.strangers and script.writes:
        yield from _what_it_writes(script)
    elif script.named >= SAYS_ENOUGH:
        yield TOLD - 1, "写着外部网站的地址，域名形似博彩、色情网站"
    yield from ((TOLD, _DONE[act]) for act in Act if act in script.acts)
    if any(
        lies_among_files(url) for src in loaded(script.text) if (url := resolve(src, "http://any.invalid/"))
    ):
        yield TOLD, "运行放在上传的文件中间的程序"
    if script.strangers:
        yield from ((TOLD if full else 3, why) for full, why in dealings(script.text, script.strangers))
    if len(script.text) > _ONLY_SIGNS and not _WORD.search(script.text):
        yield TOLD, "整段代码只用括号和加号书写"
    if script.disguised and (script.strangers or script.said.weight):
        yield 3 + 2 * (script.hides and (script.goes or script.writes)), "、".join(script.disguised)
    if script.said.weight and (script.writes or script.goes):
        yield min(script.said.weight, 5), f"含推广用语“{'、'.join(script.said.words[:3])}”"


def _what_it_writes(script: _Script) -> Iterator[Reason]:
    """What a script that writes foreign addresses into the page brings in by them."""
    yield 2, "向页面写入外部内容"
    if any(not is_tool(url) for url in _unseen_frames(script)):
        yield 3, "写出看不见的框架"
    elif _LAID_OVER.search(script.text) and (any(_written_frames(script)) or _MADE_FRAME.search(script.text)):
        yield 3, "写出盖住整个页面的框架"
    if _MAKES_SCRIPT.search(script.text):
        yield from _of_what_it_loads(script)
    if "userAgent" in script.text and MOBILE.search(script.text) and _MAKES_SCRIPT.search(script.text):
        yield 3, "只对手机访问者引用外部脚本"


def _of_what_it_loads(script: _Script) -> Iterator[Reason]:
    """What speaks against a script that it brings in, as against one that the page names itself."""
    urls = [url for found in script.strangers if (url := resolve(found, "http://any.invalid/"))]
    if name := next(filter(None, map(borrowed, urls)), ""):
        yield TOLD, f"引用冒用{name}名称的域名的脚本"
    elif script.named > 1 or any(map(is_cheap, urls)):
        yield 2, "由代码引用外部脚本，域名形似博彩、色情或临时网站"


def _unseen_frames(script: _Script) -> Iterator[str]:
    """The foreign addresses of frames that it writes, or makes, too small to be seen."""
    if (made := _MADE_FRAME.search(script.text)) and _UNSEEN.search(
        script.text, made.end(), made.end() + _REACH * 2
    ):
        yield from script.strangers
    yield from _written_frames(script, _UNSEEN)


def _written_frames(script: _Script, shaped: re.Pattern[str] | None = None) -> Iterator[str]:
    """The foreign addresses of the frames that it writes, all or those whose tag is so shaped."""
    for tag in _WRITTEN_FRAME.findall(script.text)[:_MOST]:
        if shaped is None or shaped.search(tag):
            yield from (url for url in script.strangers if url in tag)


def _leads_away(text: str, strangers: list[str]) -> bool:
    """Whether the script goes to one of the foreign addresses by itself; what waits for a click is a link like any other."""
    places = (
        found.start() for one in dict.fromkeys(strangers) for found in re.finditer(re.escape(one), text)
    )
    for place in islice(places, _MOST):
        reach = max(0, place - _REACH)
        goes = [
            found.start() for found in _GOES.finditer(text, reach, place + _REACH) if found.start() < place
        ]
        if goes and runs_by_itself(text, goes[-1]):
            return True
        before = text[reach:place]
        if name := _NAMED.search(before):
            gone = re.search(rf"(?:location[\w.]*\s*(?:=|\()|window\.open\()\s*{re.escape(name[1])}\b", text)
            if gone and runs_by_itself(text, gone.start()):
                return True
    return False


def _short(text: str) -> str:
    return " ".join(text.split())[:_KEPT]


def script_sign(
    rule: str,
    place: str,
    found: str,
    reasons: list[str],
    weight: int,
    *,
    target: str | None = None,
    redirects: bool = False,
    bad: bool = False,
) -> SafetySign:
    """A sign of a script, or of what one brings in; `reasons` are its words for people."""
    return SafetySign(
        kind=SafetyKind.REDIRECT if redirects else SafetyKind.SCRIPT,
        rule=rule,
        place=_place(place),
        found=found[:120],
        why=f"{'跳转' if redirects else '疑似植入的'}脚本：{'；'.join(reasons)}",
        sure=weight >= SURE,
        target=target,
        bad=bad,
    )


def _place(text: str) -> str:
    url = resolve(text, "http://any.invalid/") if "//" in text else None
    return key_of(url) if url else text
