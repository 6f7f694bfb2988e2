"""A document read for its figures: paragraphs as sentences, brackets taken apart, tables with their columns known."""

import re
from collections.abc import Iterator

import msgspec

from xunwang.office.circulars.check.columns import Grid, grid_of
from xunwang.office.circulars.check.model import Document, Paragraph
from xunwang.office.circulars.check.numerals import normalise
from xunwang.office.circulars.check.quantities import ASIDE, FIRST_MARK, Quantity, Sentence, build

MOST = 2000  # characters; what is longer is no sentence, and pairs of its figures are too many
_DIGIT = re.compile(r"\d")
_REACH = 60  # sentences of one paragraph
_SENTENCE = re.compile(rf"(?:[^。！？\n（]|（[^）]{{0,{MOST}}}）|（)+[。！？]?")
_BRACKET = re.compile(r"（([^（）]*)）")
_MEDIA = re.compile("新媒体|账号|公众号|微博|抖音")
_TITLE = re.compile(r"《[^》]*》")
_NO_FIGURE = re.compile(r"[\d,.]{21,}|[零一二三四五六七八九十百千万亿两]{25,}")
_FRACTION = re.compile(r"\s*\d+\s?/\s?\d+\s*")
_ENDS_IN_QUANTITY = re.compile(
    r"[\d零一二三四五六七八九十百千万两%](?:余|多)?(?:家次|个次|家|个|条|件|处|次|篇|项|名|份)?\Z"
)


class ParagraphReading(msgspec.Struct, frozen=True):
    """A paragraph and its sentences; ``left`` where some of it is too long for a sentence and was not read."""

    number: int
    text: str
    sentences: tuple[Sentence, ...]
    left: bool = False

    @property
    def subject(self) -> str:
        """网站 or 新媒体 when the paragraph speaks of one of them only, else empty."""
        sites, media = "网站" in self.text, bool(_MEDIA.search(self.text))
        return "" if sites == media else "网站" if sites else "新媒体"

    def before(self, sentence: Sentence) -> tuple[Quantity, ...]:
        """The quantities of the sentences before this one, nearest first, as far as one text speaks of one matter."""
        index = self.sentences.index(sentence)
        near = self.sentences[max(0, index - _REACH) : index]
        return tuple(q for one in reversed(near) for q in reversed(one.quantities))


class Reading(msgspec.Struct, frozen=True):
    """Everything the rules look at."""

    document: Document
    paragraphs: tuple[ParagraphReading, ...]
    grids: tuple[Grid, ...]

    def sentences(self) -> Iterator[tuple[ParagraphReading, Sentence]]:
        return ((paragraph, sentence) for paragraph in self.paragraphs for sentence in paragraph.sentences)


def read(document: Document) -> Reading:
    """The figures of a document, in place."""
    paragraphs = tuple(_paragraph(one) for one in document.paragraphs)
    return Reading(document, paragraphs, tuple(grid_of(table) for table in document.tables))


def _paragraph(paragraph: Paragraph) -> ParagraphReading:
    plain = _NO_FIGURE.sub("某", normalise(paragraph.text))
    text = _TITLE.sub(lambda match: re.sub(r"[\d零一二三四五六七八九十百]", "某", match.group()), plain)
    found = [match.group().strip() for match in _SENTENCE.finditer(text)]
    sentences = tuple(_sentence(paragraph.number, one) for one in found if one and len(one) <= MOST)
    left = any(len(one) > MOST and _DIGIT.search(one) for one in found)
    return ParagraphReading(paragraph.number, paragraph.text, sentences, left)


def _sentence(number: int, original: str) -> Sentence:
    text, asides = original, []
    while match := _BRACKET.search(text):
        replacement, aside = _bracket(text[: match.start()], match[1])
        text = text[: match.start()] + replacement + text[match.end() :]
        asides += [aside] if aside else []
    outer = build(number, text)
    owned = _owned(number, outer, asides)
    return msgspec.structs.replace(outer, text=original, asides=owned)


def _bracket(before: str, inner: str) -> tuple[str, str]:
    """What stands in the sentence for a bracket, and its content when it is an aside of its own."""
    if _FRACTION.fullmatch(inner):
        return f"〈{inner.strip()}〉", ""
    content = build(0, inner)
    if "附件" in inner and not content.quantities:
        return f"，{inner}", ""
    if not content.quantities:
        return (ASIDE if ASIDE in inner else ""), ""
    single = len(content.template.strip()) == 1 and ord(content.template.strip()) == FIRST_MARK
    if single and not _ENDS_IN_QUANTITY.search(before):
        return inner, ""
    if all(one.unit == "%" for one in content.quantities):
        return f"，{inner}", ""
    return ASIDE, inner


def _owned(number: int, outer: Sentence, asides: list[str]) -> tuple[Sentence, ...]:
    places = [match.start() for match in re.finditer(ASIDE, outer.template)]
    if len(places) != len(asides):
        return tuple(build(number, one) for one in asides)
    return tuple(
        build(number, text, owner=_owner(outer, place)) for place, text in zip(places, asides, strict=True)
    )


def _owner(outer: Sentence, place: int) -> int:
    if place and FIRST_MARK <= ord(outer.template[place - 1]) < ord(ASIDE):
        return ord(outer.template[place - 1]) - FIRST_MARK
    return -1
