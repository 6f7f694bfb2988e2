"""`xunwang search`: words or a pattern in the archived pages of runs, without reading the pages again."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from xunwang.cli.common import verb, write_output
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door
from xunwang.inspector.model import Record


class _Line(Record, frozen=True):
    """A hit with the run in which it lies."""

    run: str
    hit: door.TextHit


@verb("search", "text", "jsonl")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--word", "words", multiple=True, metavar="词语", help="要查找的词语（可多次给出）")
@click.option(
    "--words",
    "listed",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="词语表，每行一个（UTF-8）",
)
@click.option("--pattern", default="", metavar="正则", help="正则表达式；比词语慢")
def search_command(
    runs: tuple[Path, ...], words: tuple[str, ...], listed: Path | None, pattern: str, style: str, **_: object
) -> int:
    """在 RUN 中已归档页面的标题和正文里查找词语，不访问网络。每个页面报告第一处。"""
    rule = door.TextRule(words=(*words, *_listed(listed)), pattern=pattern)
    found = pages = 0
    try:
        for run in runs:
            for batch in door.sift(run, rule):
                pages += batch.pages
                found += len(batch.hits)
                write_output(b"".join(_told(run, batch, style)))
    except door.RuleError as error:
        raise Refusal(f"{error}。", Exit.REFUSED) from error
    except door.RunError as error:
        raise Refusal(str(error), Exit.FAILED) from error
    if style == "text":
        write_output(f"查找了 {len(runs)} 次检查的 {pages} 个页面，{found} 个页面有所找的内容。\n")
    return Exit.FOUND if found else Exit.DONE


def _listed(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refusal(f"词语表“{path}”不是 UTF-8 文本，请另存为 UTF-8", Exit.REFUSED) from None
    return [line.strip() for line in lines if line.strip()]


def _told(run: Path, batch: door.Sifted, style: str) -> Iterator[bytes]:
    for hit in batch.hits:
        if style == "jsonl":
            yield msgspec.json.encode(_Line(run.name, hit)) + b"\n"
        else:
            yield f"{run.name}  {hit.url}\n    {hit.found}：…{hit.excerpt}…\n".encode()
