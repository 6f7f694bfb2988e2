"""The command line: `xunwang VERB …`. Verbs are loaded when called, so that one does not pay for the others."""

import sys
from collections.abc import Sequence

import click

from xunwang.cli import chinese
from xunwang.cli.refusal import Exit, Refusal
from xunwang.cli.verbs import Verbs
from xunwang.inspector.model import reason

chinese.speak()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one verb and exit with the status of the contract; a refusal is one line on standard error."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    try:
        status = _group.main(arguments, prog_name="xunwang", standalone_mode=False)
    except Refusal as refusal:
        return _say(str(refusal), refusal.status)
    except click.ClickException as error:
        return _refused(error)
    except (click.Abort, KeyboardInterrupt):
        return _say("已按要求停止", Exit.STOPPED)
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        return _say(f"不能读写{place}：{reason(error)}", Exit.FAILED)
    return int(status or Exit.DONE)


def _say(sentence: str, status: int) -> int:
    click.echo(f"xunwang: {' '.join(sentence.split())}", err=True)
    return int(status)


def _refused(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return _incomplete(error.ctx)
    hint = "（用法见 --help）" if isinstance(error, click.UsageError) else ""
    sentence = error.format_message().rstrip(".").replace(" ，", "，")
    return _say(f"{sentence}{hint}", Exit.REFUSED)


def _incomplete(context: click.Context) -> int:
    """`xunwang` alone shows what there is; a group of verbs alone is a mistake."""
    if context.parent is None:
        click.echo(context.get_help())
        return Exit.DONE
    names = "、".join(context.command.commands) if isinstance(context.command, click.Group) else ""
    return _say(f"缺少子命令，应为其中之一：{names}（用法见 --help）", Exit.REFUSED)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xunwang", prog_name="xunwang")
def _group() -> None:
    """巡网：政府网站与政务新媒体检查。

    退出状态：0 完成且未发现问题；1 命令失败；2 完成并发现问题；3 参数、文件或规则有误；130 被中止。
    """
