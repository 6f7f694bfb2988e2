"""Answers to letters that say nothing of the matter (D-3.4)."""

import re

from xunwang.inspector.model import late
from xunwang.inspector.read.letter_words import DAY_IN_BRACKETS

# No word is made of two others: text that can be parted in two ways at every word would be tried in all of them.
_EMPTY_WORDS = late(
    r"(?:您好|你好|网友|市民|同志|来信人|尊敬的|感谢|谢谢|您|来信|留言|反映|问题|建议|意见|诉求|已|收悉|收到|阅悉|知悉|我们|我局|我单位|将|会|正在|及时|尽快|第一时间|高度|重视|认真|妥善"
    r"|研究|处理|办理|转|交|相关|有关|其[他它]|别的|别人|部门|单位|科室|请|咨询|询问|拨打|联系|耐心|等待|支持|关注|关心|理解|对|的|和|与|并|给|予以|进行|落实|核实|调查|办|工作|祝|生活愉快"
    r"|再见|此事|该事项|不属于?|不归|归|不是|是|这个|这|该|去|找|管理?|不?负责|我[委厅办处镇科站所中队]|不清楚|不了解|本|不在|职责|职权|管辖|受理|范围|向|无法|答复|回复|按照?|根据|规定|政策|程序|流程|要求|为准|执行|依法|依规|了解|详情|具体|情况|持续|继续|此|特|现|一定|所|已经|阅|很好|宝贵|非常|同意|好的|行|可以|可|另行|电话|答复|沟通|告知|当面|12345|热线|[\s，。！？、,.!?:：；;（）()《》“”\"'…~～\-]|[A-Za-z])+"
)
# To a question whether something may be, these are the whole answer.
_YES_OR_NO = re.compile(
    r"可以(?!拨打|咨询|联系|向|到|去|致电|打|来|找)|(?:^|[，。！,!\s])(?:是的?|不是|不?行|不?可|不?能|OK)[。！!]?$",
    re.IGNORECASE,
)
_LONGEST_EMPTY = 60


def empty_phrase(reply: str | None) -> str | None:
    """The answer, if all of it are words that any answer may hold."""
    words = DAY_IN_BRACKETS.sub("", reply or "").strip()
    if not words or len(words) > _LONGEST_EMPTY or _YES_OR_NO.search(words):
        return None
    return words if _EMPTY_WORDS.fullmatch(words) else None
