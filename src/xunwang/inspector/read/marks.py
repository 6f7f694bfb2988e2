"""The marks of a government site (rulebook 6.2), in every form they are met in."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Link, Marks, Zone, late
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.links import Links, link_sign
from xunwang.inspector.read.near import Near
from xunwang.inspector.read.shapes import Shape, attribute_sign
from xunwang.inspector.read.traditional import as_written, simplified

_PROVINCES = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼港澳"
_SHORT_NAME = rf"[{_PROVINCES}]|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]"  # of a province; who writes another has a wrong number, not none
_CODE = re.compile(
    r"(?:标\s*识\s*(?:编\s*)?|网\s*站\s*识\s*别\s*)码\s*[:：]?\s*(?:\[|【|（|\()?\s*([0-9]{10}(?!\d)|[0-9](?:[ \t\xa0]?[0-9]){9}(?![ \t\xa0]?\d)|bm\d{8}(?!\d))",
    re.IGNORECASE,
)
_BM = re.compile(r"(?<![\w])(bm\d{8})(?!\w)", re.IGNORECASE)
_ICP = re.compile(
    rf"({_SHORT_NAME})\s*ICP\s*备\s*(?:案)?\s*(?:号)?\s*[:：]?\s*(\d{{5,10}})\s*(号)?\s*(?:([-－—])\s*(\d{{1,4}})(?!\d))?",
    re.IGNORECASE,
)
_POLICE = re.compile(
    rf"(?:({_SHORT_NAME})\s*公\s*(?:网\s*)?安\s*备(?:\s*案)?|公\s*安\s*(?:机\s*关\s*)?备\s*案)\s*(?:编?\s*号)?\s*[:：]?\s*(\d{{12,14}})(?!\d)\s*号?"
)
_CODES = Near(_CODE, "识", r"识\s*(?:[编别]\s*)?码", 8)
_ICPS = Near(_ICP, "备", "备", 20)
_POLICES = Near(_POLICE, "安", r"安\s*(?:机\s*关\s*)?备", 20)
_RECORD = re.compile(r"(?:beian\.(?:gov|mps\.gov)\.cn).*?(?:recordcode|code)=(\d{12,14})", re.IGNORECASE)
_GLOSS = re.compile(r"(?<=[\u4e00-\u9fff]) ?[A-Za-z][A-Za-z ]{1,20}(?=\s*[:：])")  # 主办单位 Sponsor:
_NAME = r"([\u4e00-\u9fff][\u4e00-\u9fff（）()·、]{2,49})"
_ORGANISER = re.compile(rf"主\s*办\s*(?:单\s*位|方|机\s*关|部\s*门)?\s*[:：]\s*{_NAME}")
_ORGANISER_LOOSE = re.compile(
    rf"主\s*办\s*单\s*位\s*{_NAME}|(?:^|[|©]|(?<![局厅委办府会院室心处部社\s])\s+)主\s*办\s+{_NAME}"
)
_ORGANISER_LAST = re.compile(
    rf"([\u4e00-\u9fff（）()·、]{{4,40}}?)\s*主\s*办(?=[\s|，,;；。©]|$|承办|协办|维护"
    rf"|(?:政府)?(?:网站)?(?:标识码|地图|备案|联系|办公|地址|电话|热线|版权|找错)|[{_PROVINCES}]?(?:ICP|公网安备)|Copyright)"
)
_NAME_END = re.compile(
    r"承\s*办|协\s*办|主\s*管|地\s*址|(?:联系)?电\s*话|联系方式|技\s*术\s*(?:支\s*持|维\s*护|保\s*障|运\s*维|承\s*建|(?:(?:服\s*务|开\s*发|建\s*设)\s*)?(?:单\s*位|方|商)?\s*[:：])|备\s*案|版\s*权(?!\s*局)|邮\s*编|邮\s*箱|网站|维\s*护|建\s*设单位|建设运维|运\s*维|管\s*理单位|传\s*真|制\s*作|标识码|浏览|您是|推荐使用"
)
_PHONE = re.compile(
    r"(?<!支持)(?<!举报)(?<!监督)(?<!投诉)(?:联\s*系\s*电\s*话|联\s*系\s*方\s*式|咨询电话|服务热线|办公电话|值班电话|电\s*话|总\s*机|\bTel(?:ephone)?\b\.?|热\s*线(?:\s*服\s*务)?|联系我们)\s*(?:[（(][^（()）\n]{1,8}[)）])?\s*[:：]?\s*"
    r"(?:[\w.+-]+@[\w.-]+[\s,，、;；/|]{1,4})?((?:[（(]?0\d{2,3}[)）]?\s*[-—－]{0,2}\s*)?\d{5,8}(?:\s*[-转]\s*\d{1,6})?|1[3-9]\d{9}|12345)(?!\d)"
)
# 承办：某办公室 (0399-6600001)
_PHONE_OF_BODY = re.compile(r"[主承]\s*办[^\n（()）]{2,60}[（(]\s*(0\d{2,3}[-—－]{0,2}\d{7,8})\s*[)）]")
_MAIL = re.compile(
    r"(?<!举报)(?<!监督)(?<!投诉)(?:电\s*子\s*邮\s*[箱件]|电\s*邮|邮\s*箱|\bE-?mail)\s*[:：]\s*([\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5})",
    re.IGNORECASE,
)
_WAYS_TO_REACH = (_PHONE, _PHONE_OF_BODY, _MAIL)
_TECHNICAL = re.compile(
    r"技\s*术\s*(?:(?:支\s*持|维\s*护|保\s*障|服\s*务|咨\s*询|运\s*维|承\s*建|开\s*发(?!\s*区)|建\s*设|单\s*位)[^\n]{0,20})?\Z"
)
# A body of the government that keeps the site may well be the one to call; a company is not.
_PUBLIC_BODY = late(
    r"(?:支\s*持|维\s*护|保\s*障|运\s*维)\s*[:：]\s*[\u4e00-\u9fff]{2,16}(?:中心|局|办公室|委员会|政府)\W*\Z"
)
_CONTACT = re.compile(r"[联聯]\s*[系繫]\s*我\s*[们們]|[联聯][系繫]方式|联系本站")
_SITEMAP = re.compile(
    r"[\s\[【]*(?:[网網]\s*站\s*(?:地|导|導)\s*[图圖]|[站本]\s*[点點站]\s*地\s*[图圖]|站点导航|(?i:site\s?map))(?:\s*(?i:site\s?map))?[\s\]】]*\Z"
)
_SITEMAP_LOOSE = re.compile(r"\s*[网網]站[导導][航览覽]\s*\Z")
_ENTRY = late(
    r"(?:zfwzgl|zfwzxx)\.www\.gov\.cn/(?:exposure/jiucuo\w*\.html|check_web/errorInfo)|121\.43\.68\.40/exposure/jiucuo"
    r"|pucha\.kaipuyun\.cn/exposure/jiucuo|jiucuopage\.html|zfwzgl\.www\.gov\.cn/?(?:\?|$)",
    re.IGNORECASE,
)
_ENTRY_OPENED = re.compile(
    r"[\"']((?:https?:)?//(?:zfwzgl|zfwzxx)?\.?(?:www\.gov\.cn|121\.43\.68\.40|pucha\.kaipuyun\.cn)/exposure/jiucuo[^\"']*)",
    re.IGNORECASE,
)
_ENTRY_SCRIPT = re.compile(r"(?:^|/)jiucuo\.js", re.IGNORECASE)
_ENTRY_CODE = re.compile(r"(?:site_?code|siteCode)[\"']?\s*[=:]\s*[\"']?\s*(\d{10}|bm\d{8})", re.IGNORECASE)
_ENTRY_CALL = re.compile(r"\bLink\s*\(\s*['\"]?(\d{10}|bm\d{8})['\"]?\s*\)", re.IGNORECASE)
_CODE_ONLY = re.compile(r"(\d{10}|bm\d{8})\Z", re.IGNORECASE)
_OFFICIAL_ENTRY = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"
_NAMED = frozenset({"a", "area"})
_FOOT_SIZE = 300  # characters
_CONAC = re.compile(r"(?:dcs|bszs)\.conac\.cn/+[^/\s\"'\\]|_ideConac|imgConac", re.IGNORECASE)
_CONAC_SCRIPT = re.compile(r"(?:^|/)CA\d{15,}\.js", re.IGNORECASE)


class _Printed(msgspec.Struct, frozen=True):
    """The marks that stand in a footer. `bm` is a code of the older form without its label."""

    code: str | None
    bm: str | None
    icp: str | None
    police: str | None
    organiser: str | None
    contact: str | None


def read_marks(dom: Dom, found: Links, base: str, metas: dict[str, str]) -> Marks:
    """The marks of the page. What is printed counts first; the site code may also come from 找错 or from the meta tag."""
    footer = footer_text(dom)
    printed = _printed(footer)
    unseen = printed if printed.organiser and printed.contact else _printed(_unseen_foot(dom.dark))
    rest = (dom.simple, simplified(dom.dark), *_shown_in_pictures(dom))
    entry, entry_code = _entry(dom, found, base)
    code, origin = _site_code(printed, rest, entry_code, metas)
    return Marks(
        site_code=code,
        site_code_from=origin,
        icp=printed.icp or next((icp for text in rest if (icp := _icp(text))), None),
        police=printed.police
        or next((police for text in rest if (police := _police(text))), None)
        or _record(found),
        organiser=printed.organiser or unseen.organiser,
        contact=printed.contact or _contact_link(found) or unseen.contact,
        sitemap=_sitemap(found),
        error_entry=entry,
        error_entry_code=entry_code,
        conac=_conac(dom),
    )


def _shown_in_pictures(dom: Dom) -> Iterator[str]:
    """What pictures say they show, where that may be a mark."""
    told = (node.get("alt") or node.get("title") for node in dom.all("img"))
    return (words for words in told if "备" in words or "标识码" in words)


def footer_text(dom: Dom) -> str:
    """The text of the footer, whether it is seen or not."""
    seen = [dom.text[start:end] for start, end, zone in dom.stretches() if zone is Zone.FOOTER]
    feet = (node for node in dom.turns if _opens_footer(node) and node.dark_end > node.dark_start)
    return "\n".join((*seen, *(dom.dark[node.dark_start : node.dark_end] for node in feet)))


def _unseen_foot(dark: str) -> str:
    """What stands around the code of the site in the text that is not seen: the foot for telephones, in a box of any name."""
    found = _CODES.search(dark) or _ICPS.search(dark)
    return dark[max(0, found.start() - _FOOT_SIZE) : found.end() + _FOOT_SIZE] if found else ""


def _opens_footer(node: Node) -> bool:
    return node.zone is Zone.FOOTER and (node.parent is None or node.parent.zone is not Zone.FOOTER)


@lru_cache(maxsize=1_024)
def _printed(footer: str) -> _Printed:
    """What a footer shows; most pages of a site show the same. A name stays in the characters it is written in."""
    told = _GLOSS.sub("", simplified(footer))
    name = _organiser(told)
    written = as_written(footer, name) if name else None
    return _Printed(_code(told), _bm(told), _icp(told), _police(told), written, _contact(told))


def _site_code(
    printed: _Printed, rest: Sequence[str], entry_code: str | None, metas: dict[str, str]
) -> tuple[str | None, Literal["text", "entry", "meta"] | None]:
    told = printed.code or next((code for text in rest if (code := _code(text))), None) or printed.bm
    if told:
        return told, "text"
    if entry_code:
        return entry_code, "entry"
    tagged = _CODE_ONLY.match(metas.get("SiteIDCode", ""))
    return (tagged[1].lower(), "meta") if tagged else (None, None)


def _code(text: str) -> str | None:
    found = _CODES.search(text)
    return "".join(found[1].split()).lower() if found else None


def _bm(text: str) -> str | None:
    found = _BM.search(text)
    return found[1].lower() if found else None


def _icp(text: str) -> str | None:
    found = _ICPS.search(text)
    if found is None:
        return None
    tail = f"-{found[5]}" if found[5] else ""
    return f"{found[1]}ICP备{found[2]}{found[3] or ('号' if '号' in found[0] else '')}{tail}"


def _police(text: str) -> str | None:
    found = _POLICES.search(text)
    return f"{found[1] or ''}公网安备{found[2]}号" if found else None


def _record(found: Links) -> str | None:
    """The police record of a badge that is a picture only, from the address it links to."""
    codes = (code[1] for one in found.signed(_RECORDS) if (code := _RECORD.search(one.link.url)))
    return next((f"公网安备{code}号" for code in codes), None)


def _organiser(footer: str) -> str | None:
    for pattern in (_ORGANISER, _ORGANISER_LOOSE, _ORGANISER_LAST):
        for found in pattern.finditer(footer):
            name = _NAME_END.split(next(part for part in found.groups() if part))[0].strip("·、（( ")
            name = _without_stray_bracket(name)
            if len(name) >= 3:
                return name
    return None


def _without_stray_bracket(name: str) -> str:
    """The name up to a bracket that was opened before it: `（主办：某局）`."""
    depth = 0
    for place, char in enumerate(name):
        depth += (char in "（(") - (char in "）)")
        if depth < 0:
            return name[:place]
    return name


def _contact(footer: str) -> str | None:
    """The number, or else the address, at which those who keep the site are reached."""
    for found in (one for pattern in _WAYS_TO_REACH for one in pattern.finditer(footer)):
        before = _TECHNICAL.search(footer[max(0, found.start() - 30) : found.start()])
        if before is None or _PUBLIC_BODY.search(before[0]):
            return " ".join(found[1].split())
    return None


def _contact_link(found: Links) -> str | None:
    links = sorted(found.signed(_CONTACTS), key=lambda one: one.link.zone is not Zone.FOOTER)
    return links[0].link.url if links else None


def _sitemap(found: Links) -> str | None:
    links = found.signed(_SITEMAPS) or found.signed(_SITEMAPS_LOOSE)
    return links[0].link.url if links else None


def _entry(dom: Dom, found: Links, base: str) -> tuple[str | None, str | None]:
    """The 找错 entrance of the national platform and the site code inside it; a site's own 纠错 is none."""
    linked = [one.link for one in found.signed(_ENTRIES)]
    scripts = [script.node for script in dom.scripts if _is_entry_script(script.node)]
    code = next(_entry_codes(dom, linked, scripts), None)
    if linked:
        return linked[0].url, code
    if clicked := next((address for node in dom.all(_CLICKED) if (address := _opened(node.shape))), None):
        return clicked, code or _code_in(clicked)
    if written := next((address for script in dom.scripts if (address := _address_in(script.code))), None):
        return written, code or _code_in(written)
    if scripts:
        sources = (url for node in scripts if (url := resolve(node.get("src"), base)))
        return next(sources, _OFFICIAL_ENTRY), code
    return (f"{_OFFICIAL_ENTRY}?site_code={code}", code) if code else (None, None)


def _entry_codes(dom: Dom, linked: Sequence[Link], scripts: Sequence[Node]) -> Iterator[str]:
    yield from (code for link in linked if (code := _code_in(link.href)))
    yield from (code for node in (*scripts, *dom.all(_SETTINGS)) if (code := _attribute_code(node)))
    for node in dom.all(_CALLS):
        if call := _called(node.shape):
            yield call[1].lower()


def _is_entry_script(node: Node) -> bool:
    return bool(_ENTRY_SCRIPT.search(node.get("src"))) or (
        node.get("id") == "_jiucuo_" and bool(node.get("src"))
    )


def _attribute_code(node: Node) -> str | None:
    own = _CODE_ONLY.match(node.get("sitecode").strip("\"' "))
    return own[1].lower() if own else _code_in(node.get("data-setting")) or _code_in(node.get("src"))


def _code_in(text: str) -> str | None:
    found = _ENTRY_CODE.search(text)
    return found[1].lower() if found else None


def _conac(dom: Dom) -> bool:
    """Whether the badge of 党政机关网站标识 is there, as a link, a script or the span a script fills."""
    return bool(dom.all(_BADGES)) or any(_names_conac(script.code) for script in dom.scripts)


@lru_cache(maxsize=1_024)
def _names_conac(code: str) -> bool:
    return bool(_CONAC.search(code))


def _is_entry(href: str) -> bool:
    lower = href.lower()
    return ("jiucuo" in lower or "zfwz" in lower) and bool(_ENTRY.search(href))


def _is_badge(shape: Shape) -> bool:
    if shape.tag in {"a", "script", "img", "iframe"}:
        address = (shape.get("href") or shape.get("src")).lower()
        if ("conac" in address or "ca" in address) and (
            _CONAC.search(address) or _CONAC_SCRIPT.search(address)
        ):
            return True
    return shape.get("id") in {"_ideConac", "imgConac"}


def _opened(shape: Shape) -> str | None:
    """The platform's address that a click opens, though a script completes it."""
    return _address_in(shape.get("onclick") or shape.get("href"))


@lru_cache(maxsize=1_024)
def _address_in(code: str) -> str | None:
    """The platform's address among the strings that a script puts together."""
    found = _ENTRY_OPENED.search(code) if "jiucuo" in code.lower() else None
    return found[1] if found else None


def _called(shape: Shape) -> re.Match[str] | None:
    code = shape.get("onclick") or shape.get("href")
    return _ENTRY_CALL.search(code) if "(" in code else None


_MAPS = frozenset("图圖航览覽]】pP")
_RECORDS = link_sign(
    "records", lambda _, link: "beian." in link.url.lower() and bool(_RECORD.search(link.url))
)
_CONTACTS = link_sign(
    "contacts",
    lambda tag, link: (
        tag in _NAMED
        and len(link.text) <= 12
        and ("联" in link.text or "聯" in link.text)
        and bool(_CONTACT.search(link.text))
    ),
)
_SITEMAPS = link_sign(
    "sitemaps",
    lambda tag, link: tag in _NAMED and bool(_SITEMAP.match(link.text)) and not link.url.endswith(".xml"),
    ends=_MAPS,
)
_SITEMAPS_LOOSE = link_sign(
    "sitemaps, loosely",
    lambda tag, link: tag in _NAMED and bool(_SITEMAP_LOOSE.match(link.text)),
    ends=_MAPS,
)
_ENTRIES = link_sign("entries", lambda tag, link: tag != "img" and _is_entry(link.href))
_SETTINGS = attribute_sign(
    "@settings", {"data-setting"}, lambda shape: bool(_ENTRY_CODE.search(shape.get("data-setting")))
)
_CALLS = attribute_sign("@calls", {"onclick", "href"}, lambda shape: _called(shape) is not None)
_CLICKED = attribute_sign("@opens", {"onclick", "href"}, lambda shape: _opened(shape) is not None)
_BADGES = attribute_sign("@badge", {"href", "src", "id"}, _is_badge)
