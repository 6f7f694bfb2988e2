"""Layouts of the circular: wording as data. Reading one, and refusing one that could hide a number."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec
import yaml

from xunwang.inspector.model import Record, read_yaml
from xunwang.office.circulars.breakdowns import BREAKDOWNS, CROSSES
from xunwang.office.circulars.data import CircularRefused, Column

Role = Literal[
    "mark", "number", "title", "note", "addressees", "body", "highlight", "h1", "h2", "remark", "table",
    "attachments", "office", "date", "contact", "imprint",
]  # fmt: skip
Names = str | tuple[str, ...]
TABLES = frozenset([*BREAKDOWNS, *CROSSES, "bands", "given", "form"])
FORM_NAMES = ("named", "top", "commended", "platform_rates", "self_check", "self_table")
DEFAULT_ATTACHMENTS = (
    "results", "failed", "undecided", "account_faults", "account_undecided", "given", "indicators",
)  # fmt: skip
ATTACHMENTS = frozenset(
    [*DEFAULT_ATTACHMENTS, *FORM_NAMES, "account_results", "account_failed", "briefs", "ranking"]
)
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


class FormRow(Record, frozen=True, forbid_unknown_fields=True):
    """A line of a form: what is asked, the slot that answers, and the part of the form it belongs to."""

    part: str
    item: str
    slot: str


class Field(Record, frozen=True, forbid_unknown_fields=True):
    """A slot of a form that only people can fill: `whole` asks for a whole number."""

    slot: str
    label: str
    whole: bool = True


class LayoutBlock(Record, frozen=True, forbid_unknown_fields=True):
    """One paragraph, table or repeated part of a layout; a layout built on this one can name it by `name`.

    `table` is a breakdown (with `columns`, by default those of the layout), a two-way table, the score bands, or
    `given`: the table of that key that another part of the office hands in; `form` has the lines of `form`, a dash
    where nobody gave a figure.
    """

    role: Role = "body"
    name: str = ""
    say: tuple[str | Sentence, ...] = ()
    when: Names = ()
    unless: Names = ()
    table: str | None = None
    given: str = ""
    columns: tuple[Column, ...] = ()
    form: tuple[FormRow, ...] = ()
    caption: str = ""
    first: str = ""
    items: Literal["undecided", "account_problems", "attachments"] | None = None
    repeat: Literal["points", "requirements", "highlights"] | None = None
    default: tuple[Default, ...] = ()


class Group(Record, frozen=True, forbid_unknown_fields=True):
    """One numbered point of 存在问题: its heading and the indicators it gathers, by prefix."""

    key: str
    heading: str
    general: str
    prefixes: tuple[str, ...]


class Layout(Record, frozen=True, forbid_unknown_fields=True):
    """A whole layout.

    `named_at_most` limits how many faults a point names before it refers to the attachment; `attachments` are the
    tables that go with it, in their order, `given` standing for every handed-in table that is not in the text; `fields`
    are what people fill in themselves. A `yearly` layout tells of all inspections of the unit in the year.
    """

    id: str
    name: str
    groups: tuple[Group, ...]
    named_at_most: int
    columns: tuple[Column, ...]
    blocks: tuple[LayoutBlock, ...]
    attachments: tuple[str, ...] = DEFAULT_ATTACHMENTS
    fields: tuple[Field, ...] = ()
    yearly: bool = False

    @property
    def in_text(self) -> frozenset[str]:
        """The handed-in tables that stand in the text and are no attachments."""
        return frozenset(block.given for block in self.blocks if block.given)

    @property
    def has_highlights(self) -> bool:
        return any(block.repeat == "highlights" for block in self.blocks)

    @property
    def prefixes(self) -> dict[str, tuple[str, ...]]:
        return {group.key: group.prefixes for group in self.groups}


def layouts() -> dict[str, str]:
    """Names of the layouts at hand by id: one yaml file each in `templates/`."""
    files = (entry for entry in _TEMPLATES.iterdir() if entry.name.endswith(".yaml"))
    ids = sorted(entry.name.removesuffix(".yaml") for entry in files)
    return {key: load_layout(key).name for key in ids}


@cache
def load_layout(key: str = "standard") -> Layout:
    """The layout of that id; refuses an unknown id and a file with a digit outside its slots."""
    entry = _TEMPLATES / f"{key}.yaml"
    if not re.fullmatch(r"[\w-]+", key) or not entry.is_file():
        raise CircularRefused(f"没有名为“{key}”的通报版式，应为：{'、'.join(layouts())}")
    return read_layout(entry.read_text("utf-8"))


def read_layout(text: str) -> Layout:
    """A layout from its yaml.

    One with a `base` takes that layout over, without the blocks it names in `drop` and with the blocks it gives in
    `after` (a list under the name of the block they follow).
    """
    try:
        layout = msgspec.convert(_built(read_yaml(text)), Layout)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise CircularRefused(f"通报版式文件无法读取：{error}") from error
    _refuse_unknown(layout)
    for wording in _wordings(layout):
        if re.search(r"\d", SLOT.sub("", wording)):
            raise CircularRefused(f"通报版式“{layout.id}”的文字中不得直接写数字，应改用占位符：{wording}")
    return layout


def _built(raw: Any) -> Any:
    """The yaml of a layout with what its base says."""
    if not isinstance(raw, dict) or "base" not in raw:
        return raw
    entry = _TEMPLATES / f"{raw['base']}.yaml"
    base = _built(read_yaml(entry.read_text("utf-8")))
    drop, after = raw.get("drop", []), raw.get("after", {})
    missing = {*drop, *after} - {block.get("name") for block in base["blocks"]}
    if missing:
        raise CircularRefused(f"通报版式“{raw.get('id')}”提到的段落“{min(missing)}”不在版式“{raw['base']}”里")
    blocks = [
        one
        for block in base["blocks"]
        for one in ([] if block.get("name") in drop else [block]) + after.get(block.get("name"), [])
    ]
    own = {key: value for key, value in raw.items() if key not in {"base", "drop", "after"}}
    return {**base, "blocks": blocks, **own}


def _refuse_unknown(layout: Layout) -> None:
    tables = {block.table for block in layout.blocks if block.table} - TABLES
    attachments = set(layout.attachments) - ATTACHMENTS
    for kind, wrong, known in (("表格", tables, TABLES), ("附件", attachments, ATTACHMENTS)):
        if wrong:
            raise CircularRefused(
                f"通报版式“{layout.id}”里没有名为“{min(wrong)}”的{kind}，应为：{'、'.join(sorted(known))}"
            )


def _wordings(layout: Layout) -> Iterator[str]:
    for group in layout.groups:
        yield from (group.heading, group.general)
    yield from (column.head for column in layout.columns)
    for block in layout.blocks:
        yield from (block.caption, block.first, *map(said, block.say))
        yield from (text for row in block.form for text in (row.part, row.item))
        for default in block.default:
            yield from (default.heading, *map(said, default.say))


def said(sentence: str | Sentence) -> str:
    return sentence if isinstance(sentence, str) else sentence.say
