"""Layouts of the circular: wording as data. Reading one, and refusing one that could hide a number."""

import re
from collections.abc import Iterator
from importlib import resources
from typing import Literal

import msgspec
import yaml

from xunwang.inspector.model import Record
from xunwang.office.circulars.data import CircularRefused

Role = Literal[
    "mark", "number", "title", "note", "addressees", "body", "h1", "h2", "remark", "table",
    "attachments", "office", "date", "contact", "imprint",
]  # fmt: skip
Names = str | tuple[str, ...]
SLOT = re.compile(r"\{(\w+)\}")
_TEMPLATES = resources.files(__package__) / "templates"


class Sentence(Record, frozen=True, forbid_unknown_fields=True):
    """A piece of wording; it stands when every slot of `when` has something to say and no slot of `unless` has."""

    say: str
    when: Names = ()
    unless: Names = ()


class Default(Record, frozen=True, forbid_unknown_fields=True):
    heading: str
    say: tuple[str | Sentence, ...]


class LayoutBlock(Record, frozen=True, forbid_unknown_fields=True):
    """One paragraph, table or repeated part of a layout."""

    role: Role = "body"
    say: tuple[str | Sentence, ...] = ()
    when: Names = ()
    unless: Names = ()
    table: Literal["kinds", "levels"] | None = None
    caption: str = ""
    first: str = ""
    items: Literal["undecided", "attachments"] | None = None
    repeat: Literal["points", "requirements"] | None = None
    default: tuple[Default, ...] = ()


class Group(Record, frozen=True, forbid_unknown_fields=True):
    """One numbered point of 存在问题: its heading and the indicators it gathers, by prefix."""

    key: str
    heading: str
    general: str
    prefixes: tuple[str, ...]


class Column(Record, frozen=True, forbid_unknown_fields=True):
    head: str
    figure: str


class Layout(Record, frozen=True, forbid_unknown_fields=True):
    """A whole layout. `named_at_most` limits how many faults a point names before it refers to the attachment."""

    id: str
    name: str
    groups: tuple[Group, ...]
    named_at_most: int
    columns: tuple[Column, ...]
    blocks: tuple[LayoutBlock, ...]

    @property
    def prefixes(self) -> dict[str, tuple[str, ...]]:
        return {group.key: group.prefixes for group in self.groups}


def layouts() -> dict[str, str]:
    """Names of the layouts at hand by id: one yaml file each in `templates/`."""
    files = (entry for entry in _TEMPLATES.iterdir() if entry.name.endswith(".yaml"))
    ids = sorted(entry.name.removesuffix(".yaml") for entry in files)
    return {key: load_layout(key).name for key in ids}


def load_layout(key: str = "standard") -> Layout:
    """The layout of that id; refuses an unknown id and a file with a digit outside its slots."""
    entry = _TEMPLATES / f"{key}.yaml"
    if not re.fullmatch(r"[\w-]+", key) or not entry.is_file():
        raise CircularRefused(f"没有名为“{key}”的通报版式，应为：{'、'.join(layouts())}")
    return read_layout(entry.read_text("utf-8"))


def read_layout(text: str) -> Layout:
    try:
        layout = msgspec.convert(yaml.safe_load(text), Layout)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise CircularRefused(f"通报版式文件无法读取：{error}") from error
    for wording in _wordings(layout):
        if re.search(r"\d", SLOT.sub("", wording)):
            raise CircularRefused(f"通报版式“{layout.id}”的文字中不得直接写数字，应改用占位符：{wording}")
    return layout


def _wordings(layout: Layout) -> Iterator[str]:
    for group in layout.groups:
        yield from (group.heading, group.general)
    yield from (column.head for column in layout.columns)
    for block in layout.blocks:
        yield from (block.caption, block.first, *map(said, block.say))
        for default in block.default:
            yield from (default.heading, *map(said, default.say))


def said(sentence: str | Sentence) -> str:
    return sentence if isinstance(sentence, str) else sentence.say
