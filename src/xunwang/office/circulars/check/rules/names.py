"""A list of names against the number that closes it: 甲局、乙局、丙局等3家单位."""

import re
from collections.abc import Iterator

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import MARK, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import in_text

_LIST = re.compile(
    rf"(?P<names>[^，；：。\ue000-\uf8ff]*、[^，；：。\ue000-\uf8ff]*?)(?P<etc>等)?(?:一?共)?(?P<count>{MARK})(?P<noun>[^，；：。、\ue000-\uf8ff]{{0,8}})"
)
_NOUN = re.compile(
    "(?:政府|政务|市直|县直|省直|区直|市级|县级|主办|责任|被通报)?(?:单位|部门|网站|账号|新媒体|公众号|地区|县|区|市|镇|乡|街道|平台)"
)
NAME = re.compile(
    r".*(?:局|委|办|厅|院|县|区|市|州|镇|乡|街道|中心|网|会|社|处|支队|大队|政府|府|管委会|站|发布|在线|公司|厅|馆|所|校|园|队|集团|部|系统)[”』」]?"
)
_GENERIC = re.compile(
    "(?:各|所有|全部|全|部分|有关|相关|多|市|县|区|省|乡|镇|部门|县区|市县|市直|省直|网站|单位|政府)*"
)
_AND = re.compile("[和及与]|以及")


def check(reading: Reading) -> Iterator[Contradiction]:
    """More names than counted, or (without 等) fewer."""
    for _, sentence in reading.sentences():
        for match in _LIST.finditer(sentence.template) if sentence.quantities else ():
            yield from _named(sentence, match)


def _named(sentence: Sentence, match: re.Match[str]) -> Iterator[Contradiction]:
    count = sentence.at(match["count"])
    names = [name.strip() for name in match["names"].split("、")]
    # bodies are counted 家 or 个; in “甲局（2处）、乙局” the figure counts the faults of one of them
    if not count.counts or count.text.endswith("处") or not _is_name_list(names, match):
        return
    fewest, most = len(names), len(names) + sum(len(_AND.findall(name)) for name in names)
    if match["etc"]:
        wrong = fewest > count.value
    else:
        wrong = not fewest <= count.value <= most and count.value <= 2 * most
    if wrong:
        listed = str(fewest) if fewest == most else f"{fewest}至{most}"
        message = f"列出名称{listed}个，却称{'等' if match['etc'] else ''}{count.text}"
        yield in_text("names", sentence, message, stated=count.text, computed=listed)


def _is_name_list(names: list[str], match: re.Match[str]) -> bool:
    """Whether these are names of bodies; with 等 any words will do, for more than are counted is always wrong."""
    if match["noun"] and not _NOUN.match(match["noun"]):
        return False
    if any(not name or _GENERIC.fullmatch(name) for name in names):
        return False
    return all(NAME.fullmatch(name) for name in names[:-1]) and bool(NAME.fullmatch(names[-1]))
