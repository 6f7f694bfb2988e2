"""Articles that are not there (开天窗): a title in its frame and nothing below it; and texts that stand twice."""

import re
from itertools import pairwise

from xunwang.inspector.model import LinkKind, Zone
from xunwang.inspector.read.dom import Dom, Node

_MAIN = frozenset({Zone.MAIN, Zone.UNKNOWN})
_SHOWS = ("video", "audio", "iframe", "frame", "object", "embed", "canvas", "ucapcontent")
_TOOL = re.compile(
    r"(?<![a-z])(?:share|icons?|ico|weixin|wechat|weibo|qrcode|qr|ewm|print|close|logo|btn|button|arrow|line|bg|font|top|home|dian|star|dot|jiucuo|search)(?![a-z])",
    re.IGNORECASE,
)
_OPENS = re.compile(r"下载|附件|查看|阅读|全文|观看|播放|浏览(?!次|量|数|[:：])")
_BRINGS = re.compile(
    r"\.(?:mp4|flv|m3u8|mp3|swf|pdf|ofd|docx?)\b|swfobject|\bplayer\s*\(|\blocation(?:\.href)?\s*=(?!=)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"来\s*源|作\s*者|时间|日期|发布|浏览|点击|阅读|访问|次数|人气|字\s*[体号]|编\s*辑|责任|审核|校对|签发|供稿|录入|打印|关闭|分享|收藏|转发|扫一?扫|返回|纠错|[上下前后]一[篇条则页个]|没有了|暂无|相关|索引号|文号|主题|信息名称|发文|机关|机构|效力|有效|栏目|稿件|标签|关键词|附件|当前位置|首页|视力|语音|朗读|繁|无障碍|版权|声明|访客|您是第|今天是"
)
_PLACE_HOLDER = re.compile(
    r"(?:(?:内容|正文|文章|信息|资料)?(?:正在)?(?:建设|整理|编辑|更新|完善|录入|补充|审核)中|暂无(?:内容|正文|数据)?|(?:内容|正文)?待(?:补充?|更新|录入)|敬请期待)[.。…!！]*"
)
_SENTENCE = re.compile(r"[。；，！？]")
_LISTS = frozenset({"ul", "ol", "dl"})
_BOX = re.compile(r"相关|推荐|热[点门]|最新|排行|延伸|更多|猜你")
_HEADING = 16  # characters before a list in which its heading stands
_MUCH = 400  # characters of what may be a body: more than is told about an article
_HARDLY = 6  # letters
_NO_LETTERS = re.compile(r"[\W\d_年月日时分]+")
_TOOL_WORDS = re.compile(
    r"^\W*[上下前后]一?[篇条则页个]|没有了|打印|关闭|分享|收藏|转发|返回|纠错|首页|字[体号]|朗读|繁体|无障碍|English"
)
_TURNS = re.compile(r"\W*[上下前后]一?[篇条则页个]|没有了")
_LINES = re.compile(r"[\n\t]")
_FEWEST = 80  # letters of a text that may stand twice
_HEAD = 24  # characters by which its second beginning is found
_TIMES = 2
_ALIKE = 0.98
_FEWEST_OF_A_PARAGRAPH = 60


def is_bare(dom: Dom, heading: Node | None, body: Node | None, title: str | None) -> bool:
    """Whether an article shows nothing below its heading: no text, picture, file, film or way on. A script in a file may still bring them."""
    if body is not None and body.end - body.start > _MUCH:
        return False
    if heading is None or not title:
        return False
    if _letters(dom.text_of(heading).replace(title, "", 1), title) > _HARDLY:
        return False  # a sentence that holds the title may be all that there is
    if _says_something(dom, heading.end, title):
        return False
    if any(_BRINGS.search(script.code) for script in dom.scripts):
        return False
    return not any(_shows(node) for node in dom.nodes if node.start >= heading.end) and not any(
        _leads_on(dom, node) for node in dom.all("a") if node.start >= heading.start
    )


def _says_something(dom: Dom, start: int, title: str) -> bool:
    """Whether the main part says more behind a place than the line under a title does, links aside."""
    links = [(node.start, node.end) for node in dom.all("a") if node.end > start]
    letters = 0
    for begin, end, zone in dom.stretches():
        if zone is Zone.FOOTER and begin >= start:
            break
        if zone in _MAIN and end > start:
            text = _without(dom.text, max(begin, start), end, links)
            letters += sum(_letters(line, title) for line in _LINES.split(text))
    return letters > _HARDLY


def _without(text: str, start: int, end: int, links: list[tuple[int, int]]) -> str:
    parts, place = [], start
    for begin, stop in links:
        if stop <= place or begin >= end:
            continue
        parts.append(text[place:begin])
        place = stop
    parts.append(text[place:end])
    return "".join(parts)


def _letters(line: str, title: str) -> int:
    """How many letters a line says something with; a sentence always says enough."""
    line = line.strip()
    if not line or line == title or _PLACE_HOLDER.fullmatch(line):
        return 0
    if _SENTENCE.search(line):
        return _HARDLY + 1
    return 0 if _ABOUT.search(line) else len(_NO_LETTERS.sub("", line))


def _shows(node: Node) -> bool:
    """Whether an element of the main part shows something by itself, beside the tools of a page."""
    if node.zone not in _MAIN:
        return False
    if node.tag in _SHOWS:
        return True
    if node.tag != "img":
        return "background" in node.attrs.get("style", "")
    file = node.get("src").rpartition("/")[2]  # a folder called `online` or `top` says nothing of a picture
    names = f"{file} {node.get('class')} {node.get('id')}"
    return _TOOL.search(names) is None


def _leads_on(dom: Dom, node: Node) -> bool:
    """Whether a link may be what the article is there for: a file, or another page outside of lists and turns."""
    link = node.found.link if node.found is not None else None
    if link is None and node.zone in _MAIN:
        return _OPENS.search(dom.text_of(node)) is not None  # by a script
    if link is None or node.zone not in _MAIN:
        return False
    if link.kind is LinkKind.ATTACHMENT:
        return True
    words = dom.text_of(node)
    if len(words) < 2 or _TOOL_WORDS.search(words):
        return False
    before = dom.text[max(0, node.start - 8) : node.start]
    if _TURNS.search(before):
        return False
    holder = next((outer for outer in node.up() if outer.tag in _LISTS), None)
    return holder is None or _BOX.search(dom.text, max(0, holder.start - _HEADING), holder.start) is None


def said_twice(text: str) -> str | None:
    """The beginning of what stands twice in the text of an article: the whole of it, or a long paragraph and right behind it the same."""
    lines = [line for line in text.split("\n") if len(line) >= _FEWEST_OF_A_PARAGRAPH]
    if again := next((line for line, other in pairwise(lines) if line == other), None):
        return again
    begin = text[:_HEAD]
    place = text.find(begin, _FEWEST) if len(text) >= 2 * _FEWEST else -1
    if place < 0 or text.count(begin) > _TIMES or abs(len(text) - 2 * place) > place * (1 - _ALIKE) + _HEAD:
        return None
    first, second = ("".join(part.split()) for part in (text[:place], text[place:]))
    size = min(len(first), len(second))
    return begin if size and first[: int(size * _ALIKE)] == second[: int(size * _ALIKE)] else None
