"""YAML that remembers where everything was written, so that a refusal can name the line."""

import datetime as dt
from decimal import Decimal
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from xunwang.inspector.model import Record
from xunwang.inspector.norms.model import NormProblem

Path = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")
)
"""What a value of a rule set may be."""


class Located(Record, frozen=True):
    """A document as plain values; `lines` maps a path into it to the line it stands on, counted from 1."""

    data: dict[str, Any]
    lines: dict[Path, int]
    problems: tuple[NormProblem, ...] = ()

    def line(self, *path: str | int) -> int:
        """The line of `path`, or of the nearest thing around it that is in the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read(text: str) -> Located:
    """Parse `text`. Numbers with a point become Decimal; a broken document has no data and one problem."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return Located({}, {}, (NormProblem(line, f"不是有效的YAML：{error.problem or '无法解析'}"),))
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        return Located({}, {}, (NormProblem(1, f"不是有效的YAML：有不能使用的字符（{said}）"),))
    if not isinstance(root, MappingNode):
        return Located({}, {}, (NormProblem(1, "规则文件最外层应为“键: 值”的映射"),))
    reader = _Reader()
    data = reader.value(root, ())
    return Located(data, reader.lines, tuple(reader.problems))


class _Reader:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.problems: list[NormProblem] = []
        self._scalars = yaml.constructor.SafeConstructor()

    def value(self, node: Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, child in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in result:
                self.problems.append(NormProblem(line, f"“{key}”重复出现，应只写一次"))
                continue
            self.lines[(*path, key)] = line
            result[key] = self.value(child, (*path, key))
        return result

    def _scalar(self, node: ScalarNode) -> Any:
        line = node.start_mark.line + 1
        if node.tag not in _PLAIN:
            said = f"“{node.value}”带有不能使用的标记，请去掉标记或加引号"
            self.problems.append(NormProblem(line, said))
            return None
        try:
            value = self._scalars.construct_object(node)
            if isinstance(value, float):
                return Decimal(node.value)
        except (
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ):  # all that its constructors trip over
            self.problems.append(NormProblem(line, f"“{node.value}”不是有效的日期或数值"))
            return None
        return value.date() if isinstance(value, dt.datetime) else value
