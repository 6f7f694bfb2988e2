"""Public service numbers beside the name of the service: 12119 where a forest burns."""

import datetime as dt
from collections.abc import Iterator

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_NUMBERS = {
    "12345": ("政务服务便民热线", "政务热线", "市民热线", "市长热线", "便民服务热线"),
    "12119": ("森林防火", "森林火警", "森林草原防火", "森林火灾"),
    "12315": ("消费者投诉", "消费维权", "消费投诉", "市场监管投诉", "侵害消费者权益", "侵犯消费者权益"),
    "12333": ("人力资源和社会保障", "人社服务", "社保咨询", "社会保障咨询"),
    "12329": ("住房公积金", "公积金"),
    "12366": ("纳税服务", "税务咨询", "税务服务", "纳税缴费"),
    "12348": ("公共法律服务", "法律援助", "法律服务"),
    "12309": ("检察服务", "检察院举报", "检察机关举报"),
    "12368": ("诉讼服务",),
    "12336": ("自然资源违法", "国土资源违法"),
    "12369": ("环保举报", "环境举报", "生态环境举报", "环境投诉"),
    "12388": ("纪检监察举报", "纪检监察信访"),
    "12380": ("组织部门举报", "组织系统举报", "选人用人举报"),
    "12355": ("青少年",),
    "12338": ("妇女维权", "妇女儿童维权"),
    "12328": ("交通运输服务监督", "交通服务监督"),
    "12320": ("卫生热线", "公共卫生热线", "卫生健康热线"),
    "12393": ("医疗保障服务", "医保服务热线", "医保热线"),
    "12377": ("互联网违法和不良信息", "网络违法和不良信息"),
    "12356": ("心理援助",),
    "12350": ("安全生产举报", "安全生产投诉"),
    "12337": ("扫黑除恶举报", "涉黑涉恶举报"),
    "12339": ("国家安全机关举报", "危害国家安全行为举报"),
    "12385": ("残疾人服务",),
}
_OF = {name: number for number, names in _NUMBERS.items() for name in names}
_NAMES = "|".join(sorted(_OF, key=len, reverse=True))
_LINK = r"(?:服务|监督|举报|投诉|咨询|报警|维权|维护|热线|平台|专线|电话|号码|[：:（(“”]|为|是|拨打|请){0,5}"
_BESIDE = late(
    rf"(?<!\d)(?P<number>12\d{{3}})(?!\d){_LINK}(?P<name>{_NAMES})|(?P<after>{_NAMES}){_LINK}(?P<told>(?<!\d)12\d{{3}})(?!\d)"
)
_CALLED = late("热线|电话|拨打|专线|号码|平台|致电|来电")
_COUNTED = late(r"[.,]\d|\s?[余多]?[平万亿元人个件起宗次例户名家份场条项批位吨亩公所台张页册]")
HOTLINE_TRIGGERS = tuple(_OF)


def other_numbers(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Another number of five digits right beside the name of a service, unless it is that of another service."""
    for match in _BESIDE.finditer(line) if "12" in line and _CALLED.search(line) else ():
        group = "number" if match["number"] else "told"
        if _COUNTED.match(line, match.end(group)):
            continue
        right = _OF[match["name"] or match["after"]]
        if match[group] != right and match[group] not in _NUMBERS:
            yield Hit(*match.span(group), (right,))
