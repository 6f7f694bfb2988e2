"""What any visitor sees to be broken in the words of a page: a program's error, a variable that nobody filled, garbled characters, a trial."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import Flaw, FlawKind, PageKind, Zone, late
from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.failing import failure_in, notice_in

_TEMPLATE = re.compile(
    r"\$!?\{[A-Za-z_][\w.()\[\]'\"!-]{1,60}\}|(?<!\{)\{\$[A-Za-z_][\w.\[\]'\"$>()|=:-]{1,60}\}"
    r"|\{/?(?:dede|pboot|cms|eyou|yzm|stl|php|loop|field|sys|label|tag|aspcms|volist|foreach|article|content|news|info|list|arclist)[:_.][A-Za-z][^{}\n]{0,80}\}"
    r"|\[!--[\w.]{2,40}--\]|\[(?:field|dede|e|list):[A-Za-z][\w.]{1,40}[^\]\n]{0,40}/?\]|(?:^|(?<=[\s：:>]))#\{[A-Za-z_][\w.]{1,40}\}"
)
_HOLE = re.compile(r"\{\{-?\s*[A-Za-z_$][\w$.\[\]()'\"|:!?&+\s-]{0,80}\}\}")
_FILLS = re.compile(
    r"\{\{|\bVue\b|createApp|angular|avalon|mustache|handlebars|juicer|template|\bSan\b|petite|riot|ractive|alpine",
    re.IGNORECASE,
)
_FILE_FILLS = re.compile(
    r"vue|angular|avalon|mustache|handlebars|template|juicer|chunk|bundle|vendor|webpack|nuxt|petite|(?:^|/)(?:app|main|index)(?:[._-]\w+)?\.js",
    re.IGNORECASE,
)
_FRAMEWORK = ("v-", "ng-", "ms-", "x-", "@", ":", "wx:", "data-ng-", "data-v-")
_VALUE = re.compile(
    r"[^\s：:]{2,8}\s*[:：]\s*(?:undefined|null|NaN|\[object Object\])(?=\s|$)"
    r"|(?:^|\n)\s*(?:undefined|\[object Object\])(?:[ \t|/·-]+[^\n]{0,12})?(?=\n|$)|(?:undefined|NaN)(?:[-/.年](?:undefined|NaN|\d{1,2}))+[月日]?|\[object Object\]"
)
_CODE = re.compile(
    r"</?(?:p|span|div|strong|b|br|td|tr|table|font|img|h[1-6])(?:\s+[a-z-]+\s*=[^<>\n]{0,200})?\s*/?>|&(?:nbsp|ldquo|rdquo|mdash|hellip|middot|emsp|ensp|#\d{2,5});",
    re.IGNORECASE,
)
_BROKEN_CHARS = re.compile("锟斤拷|\ufffd[^\n]{0,30}\ufffd[^\n]{0,30}\ufffd|ï»¿")
_LATIN = re.compile(r"(?:[äåæçèéãï][\u0080-\u00bf\u0152-\u2122]{1,2}){4}")
_READ_AS_GBK = "鐨锛銆"  # 的、逗号、句号, whose bytes in UTF-8 were read as GBK
_LATIN_SIGNS = "äåæçèé"
_RUN = re.compile(r"[\u3000-\u9fff\ue000-\uf8ff\uff00-\uffef€]{6,200}")
_TRIAL_TITLE = late(
    r"(?:(?:发布|上传|功能|系统|栏目|信息|内容|文章|稿件)?测试(?:文章|标题|稿件|数据|信息|内容|页面?|新闻|栏目|专用|用|一下|下|请勿删|请忽略)?[\d一二三四五]{0,4}|test(?:ing)?[\W_]*\d{0,4}|([a-z])\1{2,12}|asdf\w{0,8}|qwer\w{0,8}|1{3,12}|123\d{0,6}"
    r"|新建(?:文章|信息|稿件|新闻|栏目|网页|文本文档)[\s（(]*\d*[)）]?|(?:文章|新闻|信息)?标题[\d一二三四]?|(?:无标题|未命名)(?:文档|文件|文章|稿件|网?页面?)?[\d一二三四五]{0,4}|请?输入标题|此处(?:填写|输入|为|是)?标题|Lorem ipsum.{0,60}|(?:啊|的|是|哈){3,12})",
    re.IGNORECASE,
)
_NO_NAME = late(
    r"(?:无标题(?:文档|页|网页|页面)?|未命名(?:文档|网页|页面)?|Untitled(?:[ -]?(?:Document|Page)(?:[ -]?\d+)?)?|新建(?:网页|页面)[\s\d]*|New Page[\s\d]*|网页标题|页面标题|标题文档)",
    re.IGNORECASE,
)
_TRIAL = re.compile(
    r"(?:此处|这里|此页|此文|本文|本页|以下|此条|该文|这是)(?:文字|内容|信息|文章)?(?:仅?为|均为|是)(?:一[篇条个])?(?:系统)?(?:测试|占位|示例文[本字])(?:内容|文章|数据|信息|文[字本]|稿件|页面?|专?用|请)?(?:(?<=请)|(?=\W|$))[^\n。]{0,16}|(?:仅供|用于)(?:系统|发布|页面|功能)?测试[，,。！!]?\s*请(?:勿|删|忽略)[^\n。]{0,8}"
    r"|(?:模板|正文|内容|数据)待(?:填写?|补充?|录入|编辑)(?=\W|$)|Lorem ipsum[^\n]{0,40}|(?:在此|此处|在这里|请在此)(?:处)?(?:添加|插入|输入|填写|编辑)(?:正文|文章内容|新闻内容|标题|文字内容)[^\n。]{0,12}"
    r"|(?:测试){3,}|\A\s*测试(?:内容|数据)[\d。.!！]*\s*\Z|(?:^|\n)\s*测试(?:文章|文本|正文|一下)[\d。.!！]*\s*(?=\n|$)|测试(?:内容|文章|信息|数据|稿件)[，,]\s*(?:请)?(?:勿|忽略|删除)[^\n。]{0,8}",
    re.IGNORECASE,
)
_TRIAL_SIGNS = re.compile("测试|待填|待补|待录|待编|占位|示例文|此处|在此|在这里|orem ipsum")
_EXPLAINS = re.compile("标签|标记|元素|代码|字段|默认|缺省|缺失|表示|占位符|格式|变量|模板|漏洞|程序对象")
_BESIDE = 24  # characters
_MAIN = frozenset({Zone.MAIN, Zone.UNKNOWN})
_NAMED = frozenset({PageKind.ARTICLE, PageKind.COLUMN, PageKind.OTHER})
_LONGEST = 80  # characters of what is told
_SEPARATORS = re.compile(r"[_|—]|\s-\s|-(?=[\u4e00-\u9fff])")


def flaws_in(dom: Dom, kind: PageKind, *, title: str | None, body: str) -> Iterator[Flaw]:
    """One flaw of each kind at most. `title` is what the page calls itself, `body` the text of an article, "" for other pages."""
    text = dom.text
    if found := notice_in(text) or failure_in(text):
        yield _flaw(FlawKind.PROGRAM, found)
    if "{" in text or "[!--" in text or "[field" in text or dom.unrun:
        yield from _unfilled(dom)
    if (
        ("undefined" in text or "null" in text or "NaN" in text or "[object" in text)
        and (value := _VALUE.search(text))
        and not _may_be_filled(dom, value.end() - 1)
        and not _EXPLAINS.search(value[0])
        and not _is_explained(text, value)
    ):
        yield _flaw(FlawKind.VALUE, value[0])
    if ("&" in text or "<" in text) and (code := _shown_code(dom)):
        yield _flaw(FlawKind.CODE, code)
    if words := _garbled(text):
        yield _flaw(FlawKind.GARBLED, words)
    if words := _trial(dom, kind, title, body):
        yield _flaw(FlawKind.TRIAL, words)


def _flaw(kind: FlawKind, words: str) -> Flaw:
    return Flaw(kind, " ".join(words.split())[:_LONGEST])


def _unfilled(dom: Dom) -> Iterator[Flaw]:
    """A variable of a template that the server left as it was; one in the brackets of a framework waits for that."""
    if found := dom.unrun or next(
        (one[0] for one in _TEMPLATE.finditer(dom.text) if not _is_explained(dom.text, one)), None
    ):
        yield _flaw(FlawKind.TEMPLATE, found)
    elif "{{" in dom.text and (hole := _HOLE.search(dom.text)) and not _is_explained(dom.text, hole):
        yield _flaw(FlawKind.WAITING if _has_framework(dom) else FlawKind.TEMPLATE, hole[0])


def _has_framework(dom: Dom) -> bool:
    """Whether a script of the page may know the brackets: it speaks of them, its file bears such a name, or elements bear its attributes."""
    for script in dom.scripts:
        if _FILE_FILLS.search(script.node.get("src")) or _FILLS.search(script.code):
            return True
    return any(name.startswith(_FRAMEWORK) for node in dom.nodes for name in node.attrs)


def _may_be_filled(dom: Dom, place: int) -> bool:
    """Whether what stands at a place stands in an element that a script can find, and may be there until that has run."""
    node = dom.node_at(place)
    return any(one.get("id") for one in (node, *node.kids))


def _shown_code(dom: Dom) -> str | None:
    """Code of the page itself that stands among its words; in pages that speak of code it stands in elements of their own."""
    found = _CODE.search(dom.text)
    if found is None or dom.zone_at(found.start()) not in _MAIN or _is_explained(dom.text, found):
        return None
    node = dom.node_at(found.start())
    if any(one.tag in {"pre", "code", "textarea", "xmp", "option"} for one in (node, *node.up())):
        return None
    return dom.text[found.start() : found.end() + 20].partition("\n")[0]


def _is_explained(text: str, found: re.Match[str]) -> bool:
    """Whether the words beside a piece of code speak of it as code."""
    start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - _BESIDE)
    end = text.find("\n", found.end())
    stop = min(end if end >= 0 else len(text), found.end() + _BESIDE)
    return _EXPLAINS.search(text, start, found.start()) is not None or (
        _EXPLAINS.search(text, found.end(), stop) is not None
    )


def _garbled(text: str) -> str | None:
    found = None
    if "锟" in text or "\ufffd" in text or "ï" in text:
        found = _BROKEN_CHARS.search(text)
    if found is None and any(sign in text for sign in _LATIN_SIGNS):
        found = _LATIN.search(text)
    if found:
        return text[found.start() : found.end() + 20].partition("\n")[0]
    if not any(sign in text for sign in _READ_AS_GBK):
        return None
    return next((run[0] for run in _RUN.finditer(text) if _was_utf8(run[0])), None)


def _was_utf8(run: str) -> bool:
    """Whether characters are the bytes of Chinese in UTF-8, read as GBK."""
    read = run.encode("gb18030", "ignore").decode("utf-8", "ignore")
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in read)
    return chinese * 2 >= len(run) and read != run


def _trial(dom: Dom, kind: PageKind, title: str | None, body: str) -> str | None:
    """Words that were put in to try something, or to keep a place."""
    if kind is PageKind.ARTICLE and title and _TRIAL_TITLE.fullmatch(title.strip()):
        return title
    if kind in _NAMED | {PageKind.HOME}:
        name = _SEPARATORS.split(dom.titles[0])[0].strip() if dom.titles else ""
        if name and _NO_NAME.fullmatch(name):
            return name
    if not _TRIAL_SIGNS.search(body):
        return None
    found = _TRIAL.search(body)
    return found[0] if found else None
