"""What people of a table suffer from, where it names them in full."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import late
from xunwang.inspector.surroundings import line_at

# What announces that a text may name the sick: all but everyday illnesses.
SEVERE = ("艾滋", "HIV", "梅毒", "肿瘤", "尿毒症", "衰竭", "精神分裂", "精神障碍", "白血病", "大病救助", "癌")
_HEAD = re.compile(
    r"病种|疾病名称|所患疾病|诊断结果|(?<=[\t\n ])(?:[初临]?[床步]?诊断|疾病|病名|病情|(?:所)?患病(?:情况|名称|种类)?|疾病诊断)(?=[\t\n ])"
)
_CELL = late(
    r"(?<=[\t\n ,，、])[\u4e00-\u9fffA-Za-z]{0,12}(?:[^种\s]病|癌|瘤|炎|症|综合征|瘫|艾滋|HIV(?:感染|阳性)?|梅毒|淋病|乙肝|丙肝|结核|感染|阳性|携带者?|贫血|畸形|衰竭|骨折|硬化|梗死?|癫痫|抑郁|(?:精神|智力|心境|情感)障碍)(?:术后|晚期|早期|中期|[（(][^（）()\n]{1,12}[）)])?(?=[\t\n ,，、；;]|\Z)"
)
NAME = r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][\u4e00-\u9fff]{1,2}"
_FULL_NAME = late(rf"(?:\A|[\t\n ]){NAME}(?=[\t\n ])")
# A row that needs no head: a full name, sex, age, and more of that person.
_ROW = late(
    rf"[ \t]*(?:\d{{1,4}}[.、．]?[ \t,，、]*)?{NAME}[\t ,，、]+[男女][\t ,，、]+\d{{1,3}}\s?(?:周?岁)?[\t ,，、][^\n]{{2,80}}"
)
# A person within a sentence: a full name, the illness, and where that person lives or is reached.
_IN_SENTENCE = late(
    rf"(?:\A|[\n：:；;，,、。（(]|患者){NAME}[，,、（(](?P<ill>[^，,、；;。\n（()）]{{2,16}}(?:[（(][^（）()\n]{{1,12}}[）)])?)[，,、；;）)]+[^。；;\n]{{0,16}}?(?:住|家[住在]|身份证|电话|手机|\d+[组号])"
)
_HEALER = re.compile(r"医[师生]|擅长|专家|门诊|坐诊|出诊")  # whose row tells what is treated
_MANY = 3  # such rows that make a list
_NEAR = 40  # characters before an illness in which the cell of the name stands


def illnesses(text: str, *, is_roll: bool) -> Iterator[tuple[int, int]]:
    """Where illnesses stand behind full names: in a table of people that has a column for them, or in rows of name, sex, age and illness."""
    text = text.replace("\u3000", " ")  # as long as before
    if is_roll and (told := list(_in_column(text))):
        yield from told
        return
    rows = list(_in_rows(text))
    if len(rows) >= _MANY:
        yield from rows
    yield from _in_sentences(text)


def _in_sentences(text: str) -> Iterator[tuple[int, int]]:
    if "病" in text or any(word in text for word in (*SEVERE, "感染", "阳性", "结核", "乙肝")):
        for found in _IN_SENTENCE.finditer(text):
            ill = _CELL.search(f" {found['ill']} ")
            if ill is not None and "某" not in found[0] and not _HEALER.search(line_at(text, found.start())):
                yield found.span("ill")


def _in_rows(text: str) -> Iterator[tuple[int, int]]:
    if "男" in text or "女" in text:
        start = 0
        for line in text.split("\n"):
            row = _ROW.match(line)
            found = _CELL.search(line, row.start()) if row else None
            if found is not None and not _HEALER.search(line):
                yield start + found.start(), start + found.end()
            start += len(line) + 1


def _in_column(text: str) -> Iterator[tuple[int, int]]:
    headed = _HEAD.search(text) if "病" in text or "诊断" in text else None
    if headed is not None:
        for found in _CELL.finditer(text, headed.end()):
            name = _FULL_NAME.search(text, max(0, found.start() - _NEAR), found.start())
            if name is not None and "某" not in name[0]:
                yield found.span()
