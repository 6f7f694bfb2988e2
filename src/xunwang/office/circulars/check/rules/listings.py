"""Lists against what is said of them: names and their number, parts and the total told across sentences, one name in two verdicts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import MARK, Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rules.common import in_text, printed, total_of
from xunwang.office.circulars.check.rules.explained import paragraphs_before
from xunwang.office.circulars.check.rules.names import NAME

_BARE = r"[^，；：。、\ue000-\uf8ff（）“”]{2,14}"
_QUOTED = r"“[^，；：。、“”\ue000-\uf8ff]{2,14}”[^，；：。、“”\ue000-\uf8ff]{0,6}"
_NAME = rf"(?:{_BARE}|{_QUOTED})"
_NAMES = rf"{_BARE}(?:、{_BARE})+"
_NAMES_UP_TO = rf"{_BARE}(?:、{_BARE}?)+?"
_COUNT_THEN_NAMES = re.compile(
    rf"(?P<count>{MARK})(?:单位|部门|[市县区乡镇州]|地区|网站|账号){{0,2}}(?:不合格|不达标|存在问题)?(?:，(?:分别|名单)?(?:为|是|如下)：?|分别[为是]：?|：|（)(?P<names>{_NAME}(?:、{_NAME})+)(?=[。；）]|\Z)"
)
_LABELLED = re.compile(
    rf"(?:\A|(?<=[。；，]))(?P<label>[^，；：。、]{{2,6}})：(?P<names>{_BARE}(?:、{_BARE})*)(?=[；。]|\Z)"
)
_GRADED = re.compile(
    rf"(?:\A|(?<=[，；：。]))(?P<names>{_NAMES_UP_TO})(?:等)?(?:被)?(?:评[为定]+|判定为|确定为|认定为|检查结果为|均?为)(?P<label>不?合格|不?达标|优秀|良好|基本合格)"
)
_THE_ABOVE = re.compile(rf"(?:上述|以上|前述)(?P<count>{MARK})(?:单位|部门|市|县|网站|账号)")
_LIST = re.compile(rf"(?:\A|：|为|有|涉及|包括|是)(?P<names>{_NAMES})")
_FIRST = re.compile(
    rf"前(?:(?P<many>[两二三四五])[类种]|(?P<counted>{MARK}))(?:问题|单位|部门|网站)?(?:合计|共计|共|总计)(?P<sum>{MARK})"
)
_BARE_ROW = re.compile(
    r"(?:依次|分别)为(?P<parts>\d+(?:、\d+)+)(?P<unit>[家个条件处次篇])，[^，。；\d]{0,8}(?:合计|共计|总计|共)(?P<total>\d+)(?P=unit)"
)
_SPLIT = re.compile("[、和及]")
_MANY = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


def check(reading: Reading) -> Iterator[Contradiction]:
    """What is said of a list that the list itself refutes."""
    for paragraph, sentence in reading.sentences():
        yield from _counted(sentence)
        yield from _twice(sentence)
        yield from _above(reading, paragraph, sentence)
        yield from _first_of_list(reading, paragraph, sentence)
        yield from _bare_row(sentence)
    for paragraph in reading.paragraphs:
        yield from _two_verdicts(paragraph)
        yield from _labelled_counts(paragraph)


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split("、")]


def _all_names(names: list[str]) -> bool:
    return all((NAME.fullmatch(name) or name.startswith("“")) and not name.startswith("各") for name in names)


def _counted(sentence: Sentence) -> Iterator[Contradiction]:
    """单位有5家：甲局、乙局、丙局、丁局."""
    for match in _COUNT_THEN_NAMES.finditer(sentence.template):
        names, count = _split(match["names"]), sentence.at(match["count"])
        most = sum(len(_SPLIT.split(name)) for name in names)
        if not count.counts or "等" in match["names"] or not _all_names(names) or count.text.endswith("处"):
            continue
        if not len(names) <= count.value <= most:
            message = f"称有{count.text}，列出的是{len(names)}个：{match['names']}"
            yield in_text("names", sentence, message, stated=count.text, computed=str(len(names)))


def _twice(sentence: Sentence) -> Iterator[Contradiction]:
    for match in _LIST.finditer(sentence.template):
        names = _split(match["names"])
        again = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        if again and len(names) > 2 and len(again[0]) > 2:
            message = f"同一份名单里“{again[0]}”列了{names.count(again[0])}次"
            yield in_text("names", sentence, message, stated=again[0], computed="1次")


def _above(reading: Reading, paragraph: ParagraphReading, sentence: Sentence) -> Iterator[Contradiction]:
    """请上述5家单位: as many as were told or named before, in any place."""
    for match in _THE_ABOVE.finditer(sentence.template):
        count = sentence.at(match["count"])
        before = [*(one for one in paragraph.sentences if one is not sentence)]
        before += [one for block in paragraphs_before(reading, paragraph) for one in block.sentences]
        told = {q.value for one in before for q in one.quantities} | {
            q.value for one in before for aside in one.asides for q in aside.quantities
        }
        lists = [_split(found["names"]) for one in before for found in _LIST.finditer(one.template)]
        named = [names for names in lists if len(names) > 2 and _all_names([*names[:-1]])]
        if not count.counts or count.value in told or len(named) != 1 or count.value == len(set(named[0])):
            continue
        if reading.grids and any(len(grid.rows) == count.value for grid in reading.grids):
            continue
        message = f"称“{match.group().replace(match['count'], count.text)}”，上文列出的是{len(named[0])}个"
        yield in_text("names", sentence, message, stated=count.text, computed=str(len(named[0])), sure=False)


def _first_of_list(
    reading: Reading, paragraph: ParagraphReading, sentence: Sentence
) -> Iterator[Contradiction]:
    """前两类共107处, of the list in the sentences before."""
    for match in _FIRST.finditer(sentence.template):
        total, first = sentence.at(match["sum"]), match["counted"]
        many = int(sentence.at(first).value) if first else _MANY[match["many"]]
        near = list(paragraph.sentences[: paragraph.sentences.index(sentence)])[::-1]
        near += [one for block in islice(paragraphs_before(reading, paragraph), 1) for one in block.sentences]
        rows = [[q for q in one.quantities if q.unit == total.unit and q.counts] for one in near]
        row = next((row for row in rows if len(row) > many), None)
        if row is None or total.value in {total_of(row[:many]), total_of(sorted(row, key=_value)[-many:])}:
            continue
        summed = total_of(row[:many])
        message = f"前{many}项相加为{printed(row[:many])}={summed}，表述为{total.text}"
        yield in_text("sum", sentence, message, stated=total.text, computed=str(summed))


def _value(quantity: Quantity) -> Decimal:
    return quantity.value


def _bare_row(sentence: Sentence) -> Iterator[Contradiction]:
    """依次为5、2、8、6家，四个月合计21家."""
    for match in _BARE_ROW.finditer(sentence.text):
        parts = [int(one) for one in match["parts"].split("、")]
        if sum(parts) != int(match["total"]):
            stated = match["total"] + match["unit"]
            message = f"合计表述为{stated}，所列各项相加为{'+'.join(map(str, parts))}={sum(parts)}"
            yield in_text("sum", sentence, message, stated=stated, computed=str(sum(parts)))


def _verdicts(paragraph: ParagraphReading) -> list[tuple[str, list[str], Sentence]]:
    """The lists of names of a paragraph that are told under a verdict each."""
    return [
        (match["label"], [name.strip() for name in _SPLIT.split(match["names"])], sentence)
        for sentence in paragraph.sentences
        for form in (_LABELLED, _GRADED)
        for match in form.finditer(sentence.template)
    ]


_VERDICT = re.compile("不?合格|不?达标|优秀|良好|基本合格|优|良|中|差|[一二三]等|较好|一般|较差|[ABCD]级")


def _two_verdicts(paragraph: ParagraphReading) -> Iterator[Contradiction]:
    """One unit under two verdicts of one paragraph."""
    known: dict[str, str] = {}
    for label, names, sentence in _verdicts(paragraph):
        for name in names if _VERDICT.fullmatch(label) else ():
            if NAME.fullmatch(name) and known.setdefault(name, label) != label:
                message = f"“{name}”既列为{known[name]}，又列为{label}"
                yield in_text("mismatch", sentence, message, stated=label, computed=known[name])


def _labelled_counts(paragraph: ParagraphReading) -> Iterator[Contradiction]:
    """评定为优秀2个、良好4个 … 良好：甲市、乙市、丙市."""
    for label, names, sentence in _verdicts(paragraph):
        counts = [
            q
            for one in paragraph.sentences
            for q in one.quantities
            if q.counts and re.sub("^.*[为定有]", "", q.before) == label and not q.after
        ]
        same = [one for one, _, _ in _verdicts(paragraph)].count(label) == 1
        if len(counts) == 1 and same and counts[0].value != len(names) and _VERDICT.fullmatch(label):
            message = f"{label}表述为{counts[0].text}，列出的是{len(names)}个：{'、'.join(names)}"
            yield in_text("names", sentence, message, stated=counts[0].text, computed=str(len(names)))
