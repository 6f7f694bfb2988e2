"""What stands around a number, a name or an address in a text: what is before it, its line, its cell, and the list of people that holds it."""

import re

HEAD = 1_500  # characters at the head of a text in which a table says what it lists
_BEFORE = 40  # characters
_LED, _ROW = 240, 60  # characters before and behind the head of a table in which it says whom it lists
_CELL_ENDS = frozenset({"", "\t", "\n", " ", ",", "，", "|"})
ON_DUTY = re.compile(r"河长|林长|责任人|联络员|值班|负责人|通讯录|热线|律师|专家库|职务|网格员")
_HEADED = re.compile(
    r"姓名|户主|(?:\A|[\t\n \u3000])(?:患者|病人|监护人|家长|学生|幼儿|受助人|申请人|救助对象|困难群众)(?=[\t\n \u3000])"
)


def words_before(text: str, place: int, width: int = _BEFORE) -> str:
    return text[max(0, place - width) : place]


def is_cell(text: str, start: int, end: int) -> bool:
    """Whether something stands alone in a cell of a table or on a line; the rows of pages part their cells by blanks."""
    return text[start - 1 : start] in _CELL_ENDS and text[end : end + 1] in _CELL_ENDS


def line_at(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]


def is_roll(text: str) -> bool:
    """A list of people by name, and nothing that makes them officials."""
    headed = _HEADED.search(text, 0, HEAD)
    return headed is not None and not ON_DUTY.search(text, max(0, headed.start() - _LED), headed.end() + _ROW)
