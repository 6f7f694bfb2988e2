"""The tables that a user keeps for the proofreader, as options of the verbs that proofread."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from xunwang.cli.refusal import Refusal
from xunwang.inspector.model import reason

if TYPE_CHECKING:
    from xunwang.inspector.door import proofreading as proof

Callback = TypeVar("Callback", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--offices", type=click.Path(path_type=Path), help="职务表 csv：姓名,职务,任职日期,离任日期"
    ),
    click.option("--words", type=click.Path(path_type=Path), help="专名表：每行一个，不提示其中的文字"),
    click.option(
        "--ignore",
        type=click.Path(path_type=Path),
        help="不再提示的处理决定 csv：文字,建议,理由,经办人,有效期至",
    ),
)


def terms_options(callback: Callback) -> Callback:
    for option in reversed(_OPTIONS):
        callback = option(callback)
    return callback


def terms_of(offices: Path | None, words: Path | None, ignore: Path | None) -> "proof.Terms":
    """Read from the tables that are given. Raises Refusal."""
    from xunwang.inspector.door import proofreading as proof  # noqa: PLC0415  # loads the proofreader

    try:
        return proof.Terms(
            offices=proof.read_offices(offices) if offices else (),
            words=proof.read_words(words) if words else (),
            ignored=proof.read_ignored(ignore) if ignore else (),
        )
    except proof.TermsError as error:
        raise Refusal(str(error)) from error
    except OSError as error:
        raise Refusal(f"文件 {error.filename} 不能读取：{reason(error)}") from error
