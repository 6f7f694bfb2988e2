"""Corrections of columns by people: what a pins file (yaml, xlsx or csv) says, checked line by line."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from xunwang.inspector.fetch.urls import host_of, key_of, resolve
from xunwang.inspector.model import ColumnType, Record, reason
from xunwang.inspector.read.selecting import SelectorError, check_selector
from xunwang.inspector.tables import TableError, records_of, text_of

TYPE_WORDS = {
    "动态要闻": ColumnType.NEWS,
    "通知公告": ColumnType.NOTICE,
    "政策文件": ColumnType.POLICY,
    "政策解读": ColumnType.INTERPRETATION,
    "人事": ColumnType.PERSONNEL,
    "规划计划": ColumnType.PLAN,
    "数据发布": ColumnType.DATA,
    "办事统计": ColumnType.SERVICE_STATISTICS,
    "机构职能": ColumnType.ORGANISATION,
    "领导信息": ColumnType.LEADERS,
    "概况": ColumnType.OVERVIEW,
    "信息公开": ColumnType.DISCLOSURE,
    "留言信箱": ColumnType.MESSAGES,
    "调查征集": ColumnType.SURVEY,
    "在线访谈": ColumnType.INTERVIEW,
    "办事服务": ColumnType.SERVICE,
    "专题": ColumnType.TOPIC,
    "其它": ColumnType.OTHER,
}
_FIELDS = ("url", "site", "name", "type", "first_level", "column", "items", "date", "reason", "by", "on")
_HEADERS = {
    "栏目地址": "url",
    "网站首页": "site",
    "栏目名称": "name",
    "类型": "type",
    "一级栏目": "first_level",
    "是否栏目": "column",
    "条目选择器": "items",
    "日期选择器": "date",
    "理由": "reason",
    "更正人": "by",
    "更正日期": "on",
}
_YES, _NO = frozenset({"是", "true", "yes", "1"}), frozenset({"否", "false", "no", "0"})
_LARGEST = 4 << 20


class PinsError(Exception):
    """One sentence: which file, where in it, what would be right."""


class Pin(Record, frozen=True):
    """One correction. `site` is the home page of the site that the column belongs to, where its own address does not say so.

    `column` False: the page is no column. Fields that are None leave as it is what was read.
    """

    url: str
    by: str
    on: dt.date
    site: str | None = None
    name: str | None = None
    type: ColumnType | None = None
    first_level: bool | None = None
    column: bool = True
    items: str | None = None
    date: str | None = None
    reason: str | None = None

    def concerns(self, home: str) -> bool:
        """Whether the column belongs to the site with this home page."""
        return _bare(self.site or self.url) == _bare(home)

    @property
    def words(self) -> str:
        """Who said so, when and why, as it stands with the column."""
        return f"人工指定（{self.by}，{self.on}{f'：{self.reason}' if self.reason else ''}）"


def read_pins(path: Path) -> tuple[Pin, ...]:
    """The corrections in a file. Raises PinsError."""
    try:
        if path.stat().st_size > _LARGEST:
            raise PinsError(f"栏目更正文件 {path.name} 过大，应不超过4MB")
        rows = list(_rows(path))
    except OSError as error:
        raise PinsError(f"栏目更正文件 {path} 不能读取：{reason(error)}") from error
    if not rows:
        raise PinsError(f"栏目更正文件 {path.name} 中没有更正；每条至少应有 栏目地址、更正人、更正日期")
    pins = tuple(_pin(row, f"{path.name} {where}") for where, row in rows)
    seen: dict[str, str] = {}
    for pin, (where, _) in zip(pins, rows, strict=True):
        if (before := seen.setdefault(key_of(pin.url), where)) != where:
            raise PinsError(
                f"栏目更正文件 {path.name} {where}与{before}是同一个栏目地址 {pin.url}，应只留一条"
            )
    return pins


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    suffix = path.suffix.lower()
    if suffix in {".yaml", ".yml"}:
        yield from _of_yaml(path)
    elif suffix in {".xlsx", ".csv"}:
        yield from _of_table(path)
    else:
        raise PinsError(f"栏目更正文件 {path.name} 应为 yaml、xlsx 或 csv 文件")


def _of_yaml(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise PinsError(
            f"栏目更正文件 {path.name} 不是 UTF-8 编码的 yaml 文件：{str(error).splitlines()[0]}"
        ) from error
    except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError, RecursionError) as error:
        # all that its constructors trip over
        raise PinsError(
            f"栏目更正文件 {path.name} 里有无效的日期或数值，日期应写作 2026-03-31 这样的形式"
        ) from error
    common = _plain(data) if isinstance(data, dict) else {}
    pins = common.get("pins") if isinstance(data, dict) else data
    if not isinstance(pins, list):
        raise PinsError(f"栏目更正文件 {path.name} 应有列表 pins，每条以 url 写明栏目地址")
    for number, row in enumerate(pins, start=1):
        if not isinstance(row, dict):
            raise PinsError(f"栏目更正文件 {path.name} 第{number}条应为“键: 值”，例如 url: http://…")
        yield f"第{number}条", {name: common[name] for name in ("by", "on") if name in common} | _plain(row)


def _plain(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    """The mapping with its keys as they were written: an unquoted `on` is a truth value in YAML."""
    return {"on" if name is True else str(name): value for name, value in mapping.items()}


def _of_table(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        records = records_of(path)
        _, header = next(records)
        if not {"栏目地址", "url"} & set(header):
            raise PinsError(f"栏目更正文件 {path.name} 第1行缺少列 栏目地址；表头可有：{'、'.join(_HEADERS)}")
        for number, row in records:
            yield (
                f"第{number}行",
                {_HEADERS.get(name, name): cell for name, cell in row.items() if text_of(cell)},
            )
    except TableError as error:
        raise PinsError(f"栏目更正{error}") from error


# ── one correction ──


def _pin(row: Mapping[str, Any], where: str) -> Pin:
    strange = [name for name in row if name not in _FIELDS]
    if strange:
        raise PinsError(f"{where}：没有“{strange[0]}”这一项，可用：{'、'.join(_FIELDS)}")
    items, date = _text(row, "items"), _text(row, "date")
    if date and not items:
        raise PinsError(f"{where}：给出日期选择器时应同时给出条目选择器（items）")
    try:
        for selector, name in ((items, "条目"), (date, "日期")):
            if selector is not None:
                check_selector(selector, name=name)
    except SelectorError as error:
        raise PinsError(f"{where}：{error}") from error
    return Pin(
        url=_address(row, "url", where) or "",
        by=_needed(row, "by", where, "更正人（by）"),
        on=_day(row, where),
        site=_address(row, "site", where) if row.get("site") else None,
        name=_text(row, "name"),
        type=_type(row, where),
        first_level=_flag(row, "first_level", where),
        column=_flag(row, "column", where) is not False,
        items=items,
        date=date,
        reason=_text(row, "reason"),
    )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    return str(row[name]).strip() or None if row.get(name) is not None else None


def _needed(row: Mapping[str, Any], name: str, where: str, called: str) -> str:
    value = _text(row, name)
    if value is None:
        raise PinsError(f"{where}：缺少{called}")
    return value


def _address(row: Mapping[str, Any], name: str, where: str) -> str | None:
    text = _needed(row, name, where, "栏目地址（url）")
    address = resolve(text, text) if "://" in text else None
    if address is None:
        raise PinsError(f"{where}：“{text}”不是完整的网址，应以 http:// 或 https:// 开头")
    return address


def _day(row: Mapping[str, Any], where: str) -> dt.date:
    value = row.get("on")
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(_needed(row, "on", where, "更正日期（on）"))
    except ValueError as error:
        raise PinsError(f"{where}：更正日期“{value}”应写作 2026-03-31 这样的形式") from error


def _type(row: Mapping[str, Any], where: str) -> ColumnType | None:
    text = _text(row, "type")
    if text is None:
        return None
    if text in TYPE_WORDS:
        return TYPE_WORDS[text]
    if text in set(ColumnType):
        return ColumnType(text)
    raise PinsError(f"{where}：没有栏目类型“{text}”，可用：{'、'.join(TYPE_WORDS)}")


def _flag(row: Mapping[str, Any], name: str, where: str) -> bool | None:
    text = (_text(row, name) or "").lower()
    if not text:
        return None
    if text not in _YES | _NO:
        raise PinsError(f"{where}：“{text}”应为 是 或 否")
    return text in _YES


def _bare(url: str) -> str:
    return host_of(url).removeprefix("www.")
