"""The marks of a government site (rulebook 6.2), in every form they are met in."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Link, Marks, Zone
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.links import Found

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼港澳"
_CODE = re.compile(
    r"标\s*识\s*码\s*[:：]?\s*(?:\[|【|（|\()?\s*([0-9]{10}(?!\d)|bm\d{8}(?!\d))", re.IGNORECASE
)
_BM = re.compile(r"(?<![\w])(bm\d{8})(?!\w)", re.IGNORECASE)
_ICP = re.compile(
    rf"([{_PROVINCES}])\s*ICP\s*备\s*(?:案)?\s*(?:号)?\s*[:：]?\s*(\d{{5,10}})\s*(号)?\s*(?:([-－—])\s*(\d{{1,4}})(?!\d))?",
    re.IGNORECASE,
)
_POLICE = re.compile(rf"([{_PROVINCES}])\s*公\s*网\s*安\s*备\s*(?:号)?\s*[:：]?\s*(\d{{12,14}})\s*号?")
_RECORD = re.compile(r"(?:beian\.(?:gov|mps\.gov)\.cn).*?(?:recordcode|code)=(\d{12,14})", re.IGNORECASE)
_NAME = r"([\u4e00-\u9fff][\u4e00-\u9fff（）()·、]{2,49})"
_ORGANISER = re.compile(rf"主\s*办\s*(?:单\s*位|方|机\s*关|部\s*门)?\s*[:：]\s*{_NAME}")
_ORGANISER_LOOSE = re.compile(rf"主\s*办\s*单\s*位\s*{_NAME}|(?:^|[\s|©])主\s*办\s+{_NAME}")
_ORGANISER_LAST = re.compile(
    rf"([\u4e00-\u9fff（）()·、]{{4,40}}?)\s*主\s*办(?=[\s|，,;；。©]|$|承办|协办|维护"
    rf"|(?:政府)?(?:网站)?(?:标识码|地图|备案|联系|办公|地址|电话|热线|版权|找错)|[{_PROVINCES}]?(?:ICP|公网安备)|Copyright)"
)
_NAME_END = re.compile(
    r"承\s*办|协\s*办|主\s*管|地\s*址|(?:联系)?电\s*话|联系方式|技\s*术|备\s*案|版\s*权|邮\s*编|邮\s*箱|网站|维\s*护|建\s*设单位|建设运维|运\s*维|管\s*理单位|传\s*真|制\s*作|标识码|浏览|您是|推荐使用"
)
_PHONE = re.compile(
    r"(?<!支持)(?<!举报)(?<!监督)(?<!投诉)(?:联\s*系\s*电\s*话|联\s*系\s*方\s*式|咨询电话|服务热线|办公电话|值班电话|电\s*话|热\s*线|联系我们)\s*[:：]?\s*"
    r"((?:[（(]?0\d{2,3}[)）]?\s*[-—－]?\s*)?\d{5,8}(?:\s*[-转]\s*\d{1,6})?|1[3-9]\d{9}|12345)(?!\d)"
)
_TECHNICAL = re.compile(r"技\s*术[^\n]{0,20}\Z")
_CONTACT = re.compile(r"联\s*系\s*我\s*们|联系方式|联系本站")
_SITEMAP = re.compile(r"\s*(?:网\s*站\s*地\s*图|站\s*点\s*地\s*图|站点导航)\s*\Z")
_SITEMAP_LOOSE = re.compile(r"\s*网站导航\s*\Z")
_ENTRY = re.compile(
    r"(?:zfwzgl|zfwzxx)\.www\.gov\.cn/(?:exposure/jiucuo\w*\.html|check_web/errorInfo)|121\.43\.68\.40/exposure/jiucuo"
    r"|pucha\.kaipuyun\.cn/exposure/jiucuo|jiucuopage\.html|zfwzgl\.www\.gov\.cn/?(?:\?|$)",
    re.IGNORECASE,
)
_ENTRY_SCRIPT = re.compile(r"(?:^|/)jiucuo\.js", re.IGNORECASE)
_ENTRY_CODE = re.compile(r"(?:site_?code|siteCode)[\"']?\s*[=:]\s*[\"']?\s*(\d{10}|bm\d{8})", re.IGNORECASE)
_ENTRY_CALL = re.compile(r"\bLink\s*\(\s*['\"]?(\d{10}|bm\d{8})['\"]?\s*\)", re.IGNORECASE)
_CODE_ONLY = re.compile(r"(\d{10}|bm\d{8})\Z", re.IGNORECASE)
_OFFICIAL_ENTRY = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"
_CONAC = re.compile(r"(?:dcs|bszs)\.conac\.cn|_ideConac|imgConac", re.IGNORECASE)
_CONAC_SCRIPT = re.compile(r"(?:^|/)CA\d{15,}\.js", re.IGNORECASE)


def read_marks(dom: Dom, found: Sequence[Found], base: str, metas: dict[str, str]) -> Marks:
    """The marks of the page. What is printed counts first; the site code may also come from 找错 or from the meta tag."""
    footer = footer_text(dom)
    places = (footer, dom.text, dom.dark)
    entry, entry_code = _entry(dom, found, base)
    code, origin = _site_code(places, entry_code, metas)
    return Marks(
        site_code=code,
        site_code_from=origin,
        icp=_icp(places),
        police=_police(places) or _record(found),
        organiser=_organiser(footer),
        contact=_phone(footer) or _contact_link(found),
        sitemap=_sitemap(found),
        error_entry=entry,
        error_entry_code=entry_code,
        conac=_conac(dom),
    )


def footer_text(dom: Dom) -> str:
    """The text of the footer, whether it is seen or not."""
    seen = [dom.text[start:end] for start, end, zone in dom.stretches() if zone is Zone.FOOTER]
    feet = (node for node in dom.nodes if _opens_footer(node) and node.dark_end > node.dark_start)
    return "\n".join((*seen, *(dom.dark[node.dark_start : node.dark_end] for node in feet)))


def _opens_footer(node: Node) -> bool:
    return node.zone is Zone.FOOTER and (node.parent is None or node.parent.zone is not Zone.FOOTER)


def _site_code(
    places: Sequence[str], entry_code: str | None, metas: dict[str, str]
) -> tuple[str | None, Literal["text", "entry", "meta"] | None]:
    for text in places:
        if found := _CODE.search(text):
            return found[1].lower(), "text"
    if found := _BM.search(places[0]):
        return found[1].lower(), "text"
    if entry_code:
        return entry_code, "entry"
    tagged = _CODE_ONLY.match(metas.get("SiteIDCode", ""))
    return (tagged[1].lower(), "meta") if tagged else (None, None)


def _icp(places: Sequence[str]) -> str | None:
    found = _first(_ICP, places)
    if found is None:
        return None
    tail = f"-{found[5]}" if found[5] else ""
    return f"{found[1]}ICP备{found[2]}{found[3] or ('号' if '号' in found[0] else '')}{tail}"


def _police(places: Sequence[str]) -> str | None:
    found = _first(_POLICE, places)
    return f"{found[1]}公网安备{found[2]}号" if found else None


def _first(pattern: re.Pattern[str], places: Sequence[str]) -> re.Match[str] | None:
    return next((found for text in places if (found := pattern.search(text))), None)


def _record(found: Sequence[Found]) -> str | None:
    """The police record of a badge that is a picture only, from the address it links to."""
    codes = (code[1] for one in found if (code := _RECORD.search(one.link.url)))
    return next((f"公网安备{code}号" for code in codes), None)


def _organiser(footer: str) -> str | None:
    for pattern in (_ORGANISER, _ORGANISER_LOOSE, _ORGANISER_LAST):
        for found in pattern.finditer(footer):
            name = _NAME_END.split(next(part for part in found.groups() if part))[0].strip("·、（( ")
            if len(name) >= 3:
                return name
    return None


def _phone(footer: str) -> str | None:
    for found in _PHONE.finditer(footer):
        if not _TECHNICAL.search(footer[max(0, found.start() - 30) : found.start()]):
            return " ".join(found[1].split())
    return None


def _contact_link(found: Sequence[Found]) -> str | None:
    links = [
        one
        for one in found
        if one.node.tag in {"a", "area"} and len(one.link.text) <= 12 and _CONTACT.search(one.link.text)
    ]
    return next(
        (one.link.url for one in sorted(links, key=lambda one: one.link.zone is not Zone.FOOTER)), None
    )


def _sitemap(found: Sequence[Found]) -> str | None:
    for pattern in (_SITEMAP, _SITEMAP_LOOSE):
        for one in found:
            if one.node.tag in {"a", "area"} and pattern.match(one.link.text):
                return one.link.url
    return None


def _entry(dom: Dom, found: Sequence[Found], base: str) -> tuple[str | None, str | None]:
    """The 找错 entrance of the national platform and the site code inside it; a site's own 纠错 is none."""
    linked = [one.link for one in found if _ENTRY.search(one.link.href) and one.node.tag != "img"]
    scripts = [script.node for script in dom.scripts if _is_entry_script(script.node)]
    code = next(_entry_codes(dom, linked, scripts), None)
    if linked:
        return linked[0].url, code
    if scripts:
        sources = (url for node in scripts if (url := resolve(node.get("src"), base)))
        return next(sources, _OFFICIAL_ENTRY), code
    return (f"{_OFFICIAL_ENTRY}?site_code={code}", code) if code else (None, None)


def _entry_codes(dom: Dom, linked: Sequence[Link], scripts: Sequence[Node]) -> Iterator[str]:
    yield from (code for link in linked if (code := _code_in(link.href)))
    yield from (code for node in (*scripts, *_settings(dom)) if (code := _attribute_code(node)))
    for node in dom.nodes:
        if node.attrs and (call := _ENTRY_CALL.search(node.get("onclick") or node.get("href"))):
            yield call[1].lower()


def _is_entry_script(node: Node) -> bool:
    return bool(_ENTRY_SCRIPT.search(node.get("src"))) or (
        node.get("id") == "_jiucuo_" and bool(node.get("src"))
    )


def _settings(dom: Dom) -> list[Node]:
    return [
        node
        for node in dom.nodes
        if "data-setting" in node.attrs and _ENTRY_CODE.search(node.get("data-setting"))
    ]


def _attribute_code(node: Node) -> str | None:
    own = _CODE_ONLY.match(node.get("sitecode").strip("\"' "))
    return own[1].lower() if own else _code_in(node.get("data-setting")) or _code_in(node.get("src"))


def _code_in(text: str) -> str | None:
    found = _ENTRY_CODE.search(text)
    return found[1].lower() if found else None


def _conac(dom: Dom) -> bool:
    """Whether the badge of 党政机关网站标识 is there, as a link, a script or the span a script fills."""
    for node in dom.nodes:
        if node.tag in {"a", "script", "img", "iframe"}:
            address = node.get("href") or node.get("src")
            if _CONAC.search(address) or _CONAC_SCRIPT.search(address):
                return True
        if node.get("id") in {"_ideConac", "imgConac"}:
            return True
    return any(_CONAC.search(script.code) for script in dom.scripts)
