"""How a paper ends, against what kind its title says it is: a 报告 asks for nothing, 特此通知 ends a 通知."""

from collections.abc import Iterator, Sequence

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_KINDS = "通知|公告|通告|通报|报告|请示|批复|复函|函"
_TITLE = late(rf"^[\s　]*[^，。；：？]{{0,40}}关于[^，。；：？]{{2,60}}的(?P<kind>{_KINDS})[\s　]*$")
_TITLE_ENDS = tuple(f"的{kind}" for kind in _KINDS.split("|"))
_ENDS = late(  # alone on its line
    r"^[\s　]*(?:(?P<herewith>特此(?P<kind>通知|公告|通告|通报|报告|请示|批复|函复|函达|函告|函询|函商|复函))"
    r"|(?:以上(?:报告|意见|请示)?，?)?(?P<asks>[妥当可]否，?请(?:予以?)?(?:批示|批复|审批|审示|核示|指示|审定)|请(?:予以?)?(?:批复|批示|审批|批准)))[。！]?[\s　]*$"
)
_STARTS = ("特此", "妥否", "当否", "可否", "以上", "请")
_ATTACHED = late(r"^[\s　]*附件?\s?\d{0,2}[\s　]*(?:[:：]?$)")
_OF_LETTERS = frozenset(("函复", "函达", "函告", "函询", "函商", "复函"))
_ASKING = frozenset(("请示", "函", "复函"))
_AS_WELL = {
    "公告": {"通告"},
    "通告": {"公告"},
    "通报": {"通知"},
    "报告": set(),
    "批复": {"函复", "复函"},
}  # both are met


def not_its_closing(lines: Sequence[str]) -> Found:
    """Told where a text has one title of such a kind; what is attached has its own."""
    titles = [
        (number, match["kind"])
        for number, line in enumerate(lines)
        if line.rstrip().endswith(_TITLE_ENDS) and (match := _TITLE.match(line))
    ]
    if len({kind for _, kind in titles}) != 1:
        return
    (at, kind) = titles[0]
    for number, line in enumerate(lines[at + 1 :], at + 1):
        if _ATTACHED.match(line):
            return
        match = _ENDS.match(line) if line.lstrip(" \t　").startswith(_STARTS) else None
        if match is not None and (why := _why(kind, match["kind"], match["asks"])):
            name = "herewith" if match["kind"] else "asks"
            yield number, Hit(*match.span(name), (), why)


def _why(title: str, herewith: str | None, asks: str | None) -> str | None:
    if asks:
        return None if title in _ASKING else f"标题是“{title}”，“{asks}”用于请示"
    assert herewith is not None
    of_letters = title in {"函", "复函"} and herewith in _OF_LETTERS
    if herewith == title or of_letters or herewith in _AS_WELL.get(title, ()):
        return None
    return f"标题是“{title}”，结语写作“特此{herewith}”"
