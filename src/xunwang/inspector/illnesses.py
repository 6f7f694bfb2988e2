"""What people of a table suffer from, where it names them in full."""

import re
from collections.abc import Iterator

_HEAD = re.compile(r"病种|疾病名称|所患疾病|诊断结果")
_CELL = re.compile(
    r"(?<=[\t\n ])[\u4e00-\u9fffA-Za-z]{0,12}(?:[^种\s]病|癌|瘤|炎|症|综合征|瘫|艾滋|肾衰竭|骨折)(?=[\t\n ]|\Z)"
)
_FULL_NAME = re.compile(
    r"(?:\A|[\t\n ])[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][\u4e00-\u9fff]{1,2}(?=[\t\n ])"
)
_NEAR = 40  # characters before an illness in which the cell of the name stands


def illnesses(text: str) -> Iterator[tuple[int, int]]:
    """Where illnesses stand behind full names, in a table that has a column for them."""
    headed = _HEAD.search(text) if "病" in text or "诊断" in text else None
    if headed is not None:
        for found in _CELL.finditer(text, headed.end()):
            name = _FULL_NAME.search(text, max(0, found.start() - _NEAR), found.start())
            if name is not None and "某" not in name[0]:
                yield found.span()
