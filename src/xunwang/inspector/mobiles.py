"""Mobile numbers of private people: offices and those who answer for a matter give theirs to be called."""

import re
from collections.abc import Iterator

from xunwang.inspector.examples import is_nobodys
from xunwang.inspector.model import late
from xunwang.inspector.surroundings import HEAD, ON_DUTY, is_roll, line_at, words_before

_MANY = 3  # numbers that make a list
MOBILE = re.compile(
    r"1[3-9]\d(?:(?<![0-9A-Za-z.-]\d{3})|(?<=(?<!\d)86\d{3})|(?<=(?<!\d)86[ -]\d{3}))(?:[ .-]?\d{4}){2}(?![0-9A-Za-z-])"
)
_OWN = re.compile(
    r"身份证|申请人|户主|本人|家长|学生|考生|患者|住址|家庭|受益人|补贴对象|救助对象|低保|特困|报名|参保|残疾|受助|村民|居民|业主|死者|未成年|监护人|手机号|病例|病种|病情|诊断|致贫|孤儿|留守|监测户|学号|班级|当事人|我叫|我的(?:电话|手机|联系)|来信人|求助人|信访人"
)
# A private person by role and name, and right behind that the number.
_WRITER = late(
    r"(?:(?:来信|写信|来访|信访|投诉|举报|反映|求助|申请|留言|诉求|报修|报案|监护|受益|当事)人|失主|户主|业主|患者|家长|学生|考生|村民|居民|低保户|脱贫户|(?:补贴|救助|资助|帮扶)对象|(?<![\u4e00-\u9fff])姓名(?=[：:]))"
    r"(?:姓名)?(?:\s?[：:\t\n ]{1,2}[\u4e00-\u9fff*×]{2,4}|[\u4e00-\u9fff][某*×]{1,2})[，,、；;\t\n 　（(]{1,2}[^。！？]{0,12}\Z"
)
# Where somebody lives, down to the house, and right behind that the number.
_LIVES = late(
    r"(?:家住|(?<![\u4e00-\u9fff])住(?![所建院宿房户在址])|现住|住在)[^，。；;\n]{3,30}?(?:\d+|[一二三四五六七八九十]+)(?:号|组|室|栋|幢|单元|社)[^，。；;\n]{0,6}[，,、（(]\s?(?:联系|家庭)?(?:电话|手机)?(?:号码?)?[：:是为]?\s?\Z"
)
# How an answer begins that is addressed to somebody: the name, in brackets where the person lives or is reached, a colon.
_NAME_IN_ADDRESS = late(
    r"\s*(?!各|全体|有关|相关|尊敬|广大|本)[\u4e00-\u9fff·]{2,4}(?:先生|女士|同志)?\s?[（(][^（）()]*\Z"
)
_END_OF_ADDRESS = re.compile(r"[^（）()\n]{0,40}[）)]\s?[：:]")
_FIRM = re.compile(
    r"公司|[厂店局社所院站校委]|中心|政府|代表人|经营者|[村乡]医|医[生师]|书记|主任|网格员|律师|专家"
)
_UNIT = re.compile(r"公司|[厂局社所院校处委部馆站行]|中心|政府|咨询|地址|时间|方式|部门|职务|职责|热线|值班")
_CONTACT = "联系电话|联系方式"  # of an office, unless the table around it lists private people
_OFFICIAL = late(
    r"联系人|咨询|举报|监督|投诉|热线|服务电话|值班|办公|客服|受理|传真|邮箱|负责人|责任人|经办|承办|工作人员|联络员|网格员|河长|林长|湖长|路长|田长|警官|民警|律师|代表|委员|书记|主任|村医|医生|专家|调解员|辅导员|客户经理|代理|招标|采购|招聘|公司|中心|报名(?:电话|联系|咨询|地点|热线|点)|报警|救援|维修|职务|(?<!家)[局科处所站队股镇乡县市区部院校]长"
)
_OFFICIAL_OR_CONTACT = re.compile(f"{_CONTACT}|{_OFFICIAL.pattern}")


def mobiles(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where private people's mobile numbers stand, and whether that is sure."""
    met = [found for found in MOBILE.finditer(text) if not is_nobodys(found[0])]
    if not met:
        return
    roll = is_roll(text)
    official = _OFFICIAL if roll and _OWN.search(text[:HEAD]) else _OFFICIAL_OR_CONTACT
    found = [
        one
        for one in met
        if not official.search(words_before(text, one.start(), 24))
        or _is_of_writer(words_before(text, one.start()))
        or _is_addressed(text, one)
    ]
    heads = [words_before(text, one.start()) for one in found]
    listed = len({one[0] for one in found}) >= _MANY and roll
    named = roll or not ON_DUTY.search(text[:HEAD])
    for one, before in zip(found, heads, strict=True):
        private = (
            _is_of_writer(before)
            or _is_addressed(text, one)
            or ((_OWN.search(before) or (named and "姓名" in before)) and not official.search(before))
        )
        if private or (listed and not official.search(line_at(text, one.start()))):
            yield one.start(), one.end(), bool(private and listed)


def _is_of_writer(before: str) -> bool:
    """Whether what stands right before a number names a private person who wrote or applied, whatever the number is called."""
    writer = _WRITER.search(before)
    lives = _LIVES.search(before)
    return (writer is not None and not _UNIT.search(writer[0])) or (
        lives is not None and not _FIRM.search(before[: lives.start()])
    )


def _is_addressed(text: str, found: re.Match[str]) -> bool:
    """Whether a number stands in the brackets behind the name of whom the text is addressed to."""
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    return (
        _END_OF_ADDRESS.match(text, found.end()) is not None
        and _NAME_IN_ADDRESS.match(line) is not None
        and not _OFFICIAL.search(line)
    )
