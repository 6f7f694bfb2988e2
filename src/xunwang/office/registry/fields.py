"""The columns of a register: their Chinese headers and the other spellings under which people write them. Pure."""

from collections.abc import Mapping
from typing import Literal

from msgspec import structs

from xunwang.inspector.model import Record, SubjectKind

RegisterKind = Literal["website", "account", "channel", "app", "system"]
"""The kinds of subject, each of which has a register."""


class Field(Record, frozen=True):
    """`headers[0]` is the official header; the others are understood when read."""

    name: str
    headers: tuple[str, ...]
    required: bool = False
    note: str = ""
    choices: tuple[str, ...] = ()
    width: int = 16

    @property
    def header(self) -> str:
        return self.headers[0]


SITE_TYPES = ("门户网站", "部门网站", "专业系统")
LEVELS = ("国家", "省级", "市级", "县级", "部门", "园区", "乡镇街道", "村社区")
PLATFORMS = ("微信公众号", "微博", "抖音", "快手", "今日头条", "视频号", "移动客户端", "小程序")
APP_PLATFORMS = ("移动客户端", "小程序")
ACCOUNT_TYPES = ("订阅号", "服务号", "政务微博", "短视频", "客户端", "其他")

_ORGANISER = Field(
    "organiser",
    ("主办单位", "主管单位", "开办单位", "主体单位", "填报单位", "主办单位名称", "主办部门"),
    note="单位全称",
    width=26,
)
_REMARK = Field("remark", ("备注", "作者备注", "说明"), width=24)

_WEBSITE = (
    Field(
        "name",
        (
            "网站名称",
            "名称",
            "站点名称",
            "网站",
            "政府网站名称",
            "网站全称",
            "网站名",
            "站名",
            "网站中文名称",
        ),
        required=True,
        note="必填，与网站页头一致",
        width=30,
    ),
    Field(
        "home",
        (
            "首页地址",
            "网址",
            "首页网址",
            "网站地址",
            "首页链接",
            "网站网址",
            "域名",
            "网站域名",
            "网站首页",
            "首页域名",
            "网站首页地址",
            "网站链接",
            "主域名",
            "网站首页网址",
            "URL",
        ),
        required=True,
        note="必填，以 http:// 或 https:// 开头，一格一个地址",
        width=36,
    ),
    Field(
        "code",
        ("网站标识码", "标识码", "政府网站标识码", "编码", "网站编码"),
        note="10 位数字；国务院部门为 bm 加 8 位数字",
    ),
    Field(
        "type_name",
        ("类型", "网站类型", "站点类型", "网站类别"),
        choices=SITE_TYPES,
        note="从下拉列表中选",
    ),
    Field("level", ("层级", "网站层级", "级别", "行政层级"), choices=LEVELS, note="从下拉列表中选"),
    _ORGANISER,
    Field("icp", ("ICP备案号", "ICP备案编号", "ICP备案", "备案号"), note="如 某ICP备12345678号-1", width=24),
    Field("police", ("公安备案号", "公安联网备案号", "公安备案编号", "公安机关备案号"), width=24),
    Field("phone", ("联系电话", "电话", "联系方式", "办公电话", "联系人电话", "联系手机")),
    Field("division", ("区划代码", "行政区划代码", "行政区划"), note="6 位数字"),
    Field(
        "hosts",
        ("其他主机", "其他域名", "子站域名", "下属域名"),
        note="属于同一网站的其他主机名，用空格隔开",
        width=30,
    ),
    Field(
        "robots_authorised",
        ("robots授权", "不遵守robots的授权"),
        note="留空则遵守 robots.txt；不遵守的，写明由谁、何时授权",
        width=24,
    ),
    Field(
        "rates",
        ("约定访问速率", "约定速率"),
        note="与运维方商定的每秒次数x连接数，如 5x4:平台运维2026-03-01同意；留空则按默认",
        width=30,
    ),
    _REMARK,
)
_ACCOUNT = (
    Field(
        "name",
        (
            "名称",
            "账号名称",
            "新媒体名称",
            "新媒体账号名称",
            "政务新媒体名称",
            "帐号名称",
            "账号昵称",
            "昵称",
        ),
        required=True,
        note="必填",
        width=30,
    ),
    Field(
        "platform",
        ("平台", "平台名称", "开设平台", "所属平台", "平台类型", "新媒体平台", "所在平台"),
        required=True,
        choices=PLATFORMS,
        note="必填，可从下拉列表中选",
    ),
    Field("type_name", ("类型", "账号类型", "帐号类型", "账号类别", "帐号类别"), choices=ACCOUNT_TYPES),
    Field(
        "handle",
        (
            "账号标识",
            "账号ID",
            "帐号标识",
            "帐号ID",
            "平台账号ID",
            "平台账号",
            "账号",
            "微信号",
            "原始ID",
            "UID",
            "ID",
        ),
        note="平台上唯一的账号",
        width=24,
    ),
    Field("level", ("层级", "级别", "行政层级"), choices=LEVELS),
    _ORGANISER,
    Field("phone", ("联系电话", "电话", "联系方式")),
    Field("filed_on", ("备案日期", "备案时间"), note="如 2026-03-31"),
    _REMARK,
)
_PARENT = Field(
    "parent",
    ("所属网站", "所在网站", "网站名称", "网站"),
    required=True,
    note="必填，写已登记网站的名称、标识码或首页地址",
    width=30,
)
_OF_CHANNELS = {
    "name": ("频道名称", "名称", "频道", "栏目名称"),
    "home": ("频道地址", "首页地址", "网址", "地址", "链接"),
}
_OF_SYSTEMS = {"name": ("系统名称", "名称", "业务系统名称", "业务系统")}


def _called(fields: tuple[Field, ...], headers: Mapping[str, tuple[str, ...]]) -> tuple[Field, ...]:
    """The fields under the headers that another register has for them."""
    return tuple(structs.replace(one, headers=headers.get(one.name, one.headers)) for one in fields)


FIELDS: dict[RegisterKind, tuple[Field, ...]] = {
    "website": _WEBSITE,
    "account": _ACCOUNT,
    "channel": (
        *(one for one in _called(_WEBSITE, _OF_CHANNELS) if one.name != "code"),  # the code is the website's
        _PARENT,
    ),
    "app": tuple(
        structs.replace(one, choices=APP_PLATFORMS) if one.name == "platform" else one for one in _ACCOUNT
    ),
    "system": _called(_WEBSITE, _OF_SYSTEMS),
}
ACCESS_FIELDS = ("hosts", "robots_authorised", "rates")
"""The fields of a website that lay down how it may be reached, as `read_access` takes them."""
NAMES: dict[RegisterKind, str] = {
    "website": "网站", "account": "新媒体账号", "channel": "频道", "app": "移动应用", "system": "业务系统",
}  # fmt: skip
NATIONAL: tuple[RegisterKind, ...] = ("website", "account")
"""The registers that the national reporting systems keep, too."""
ON_PLATFORMS = (SubjectKind.ACCOUNT, SubjectKind.APP)
"""The kinds of new media, accounts and apps: told apart by platform and handle, and not by address."""


def register_named(kind: str) -> RegisterKind:
    """The register of the name; that of the websites where there is none."""
    return next((one for one in NAMES if one == kind), "website")
