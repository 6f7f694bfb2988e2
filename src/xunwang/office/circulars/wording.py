"""Paragraphs as people edit them: figures stand in the text as placeholders that carry their value and cannot be changed."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from xunwang.inspector.model import Record
from xunwang.office.circulars.blocks import Block, Piece, Table
from xunwang.office.circulars.data import CircularRefused
from xunwang.office.circulars.edits import keyed, merged
from xunwang.office.circulars.layout import SLOT
from xunwang.office.circulars.selfcheck import NUMBERS, figure_name

MOST = 4000
_PLACEHOLDER = re.compile(r"【([^【】＝]+)＝[^【】]*】")
_ROLES = {
    "mark": "发文机关标志", "title": "标题", "addressees": "主送机关", "h1": "一级标题", "h2": "二级标题", "office": "署名",
}  # fmt: skip


class Paragraph(Record, frozen=True):
    """`original` is how the layout words it, `shown` how it stands now; `names` maps slots to placeholder names."""

    key: str
    role: str
    original: str
    shown: str
    changed: bool
    names: dict[str, str]

    @property
    def label(self) -> str:
        """What the part of the paper is called; "" for a paragraph of the text."""
        return _ROLES.get(self.role, "")

    @property
    def dropped(self) -> tuple[str, ...]:
        """The figures of the layout that the paragraph no longer says."""
        return tuple(name for name in self.names.values() if f"【{name}＝" not in self.shown)


def paragraphs(
    bare: Iterable[Block | Table], edits: Mapping[str, str], given: Mapping[str, str] | None = None
) -> list[Paragraph]:
    """The paragraphs of a circular composed without edits; `given` is text of the form that was refused."""
    found = []
    for block, key in keyed(bare):
        if key and isinstance(block, Block):
            piece = merged(block)
            names = _named(piece)
            wording = edits.get(key, piece.wording)
            kept = given.get(key) if given else None
            found.append(
                Paragraph(
                    key=key,
                    role=block.role,
                    original=_shown(piece.wording, piece, names),
                    shown=kept if kept is not None else _shown(wording, piece, names),
                    changed=wording != piece.wording,
                    names=names,
                )
            )
    return found


def wordings(bare: Iterable[Block | Table], texts: Mapping[str, str]) -> dict[str, str]:
    """The edits that the texts of a form make. Raises CircularRefused for a broken placeholder or a loose number."""
    found = {}
    for block, key in keyed(bare):
        if key in texts and isinstance(block, Block):
            piece = merged(block)
            wording = _wording(texts[key], piece)
            if wording != piece.wording:
                found[key] = wording
    return found


def _wording(text: str, piece: Piece) -> str:
    slots = {name: slot for slot, name in _named(piece).items()}
    plain = re.sub(r"\s+", "", text)
    if not plain or len(plain) > MOST:
        raise CircularRefused(f"每段文字应为1至{MOST}字，不能清空")
    for name in _PLACEHOLDER.findall(plain):
        if name not in slots:
            raise CircularRefused(f"“{name}”不是本段的数字；占位符【…】只能整个移动或删去，不能改写或新增")
    bare = _PLACEHOLDER.sub("", plain)
    if re.search(r"[【】{}]", bare) or any(f"{name}＝" in bare for name in slots):
        raise CircularRefused(f"占位符不完整：“{bare[:20]}…”；【名称＝数值】应保持原样，花括号不能使用")
    allowed = Counter(NUMBERS.findall(SLOT.sub("", piece.wording)))
    loose = next(iter(Counter(NUMBERS.findall(bare)) - allowed), None)
    if loose:
        raise CircularRefused(
            f"“{loose}”是直接写的数字；通报里的数字一律取自检查数据，请改用本段的占位符或改写表述"
        )
    return _PLACEHOLDER.sub(lambda match: f"{{{slots[match[1]]}}}", plain)


def _shown(wording: str, piece: Piece, names: Mapping[str, str]) -> str:
    return SLOT.sub(lambda match: f"【{names[match[1]]}＝{_safe(piece.values[match[1]])}】", wording)


def _safe(value: str) -> str:
    return re.sub(r"[【】]", "|", value)


def _named(piece: Piece) -> dict[str, str]:
    """A name of its own for every slot of the paragraph."""
    names: dict[str, str] = {}
    for slot in dict.fromkeys(SLOT.findall(piece.wording)):
        base = figure_name(slot)
        name, number = base, 1
        while name in names.values():
            number += 1
            name = f"{base}{number}"
        names[slot] = name
    return names
