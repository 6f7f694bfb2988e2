"""The checking kinds that exist and the parameters each takes, as the norms may set them."""

from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

from xunwang.inspector.model import Record, read_yaml


class ParamSpec(Record, frozen=True, forbid_unknown_fields=True):
    """One parameter; `choices` are the words that may stand in it, with what users call them."""

    label: str
    type: Literal["int", "percent", "words", "choice", "flag"]
    choices: dict[str, str] = msgspec.field(default_factory=dict)
    optional: bool = False

    def refusal(self, value: Any) -> str | None:
        """Why `value` cannot stand here, in Chinese; None if it can."""
        return getattr(self, f"_refuse_{self.type}")(value)  # type: ignore[no-any-return]

    def _refuse_int(self, value: Any) -> str | None:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return None if whole and value > 0 else "应为大于0的整数"

    def _refuse_percent(self, value: Any) -> str | None:
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return None if number and 0 < value <= 100 else "应为大于0、不大于100的百分数"

    def _refuse_flag(self, value: Any) -> str | None:
        return None if isinstance(value, bool) else "应为true或false"

    def _refuse_words(self, value: Any) -> str | None:
        if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
            return "应为至少一项的文字列表"
        strange = [word for word in value if self.choices and word not in self.choices]
        return f"没有“{strange[0]}”，可用：{'、'.join(self.choices)}" if strange else None

    def _refuse_choice(self, value: Any) -> str | None:
        return None if value in self.choices else f"没有“{value}”，可用：{'、'.join(self.choices)}"

    def words(self, value: Any) -> str:
        """A value as users read it."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, list | tuple):
            return "、".join(self.choices.get(str(word), str(word)) for word in value)
        return self.choices.get(str(value), str(value))


class KindSpec(Record, frozen=True, forbid_unknown_fields=True):
    """`one_of`: exactly one of these optional parameters must be given."""

    title: str
    params: dict[str, ParamSpec]
    one_of: tuple[str, ...] = ()


@cache
def kinds() -> dict[str, KindSpec]:
    text = resources.files(__package__).joinpath("data/kinds.yaml").read_text(encoding="utf-8")
    written = read_yaml(text)
    return msgspec.convert(written, dict[str, KindSpec])
