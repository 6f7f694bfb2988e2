"""`xunwang demo`: the whole main job on 示例市, from its register to its circular."""

from pathlib import Path

import click
import msgspec

from xunwang.cli.common import verb, write_output
from xunwang.cli.demo.folder import DemoFolder, Result
from xunwang.cli.office import office_errors, open_office
from xunwang.cli.progress import Reporter, reporting
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door
from xunwang.office import boot
from xunwang.office.circulars.data import CircularRefused


@verb("demo", "text", "json")
@click.option("--no-serve", is_flag=True, help="只检查并生成通报，不启动网页界面")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/demo"),
    show_default=True,
    help="输出目录",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="网页界面的监听地址")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="网页界面的端口（0 表示任一空闲端口）",
)
def demo_command(
    *, no_serve: bool, out: Path, host: str, port: int, style: str, quiet: bool, verbose: bool, **_: object
) -> int:
    """在本机启动示例市，检查全部网站，与预置问题对照，生成通报，然后启动网页界面。"""
    folder = DemoFolder(out)
    with reporting(quiet=quiet, verbose=verbose) as reporter:
        result = _result(folder, reporter)
    if style == "json":
        write_output(msgspec.json.format(msgspec.json.encode(_object(result)), indent=2) + b"\n")
    else:
        write_output(_text(result))
    if not no_serve:
        _serve(folder, result, host, port)
    return Exit.DONE if result.exact else Exit.FOUND


def _serve(folder: DemoFolder, result: Result, host: str, port: int) -> None:
    def tell(address: str) -> None:
        login = f"账号 {result.account}  密码 {result.password}"
        click.echo(f"网页界面：{address}  {login}  （Ctrl-C 停止）", err=True)

    from xunwang.cli.demo.living import city_beside  # noqa: PLC0415  # the city is built only when it is played

    with city_beside(folder), office_errors():
        boot.serve(host, port, ready=tell)


def _result(folder: DemoFolder, reporter: Reporter) -> Result:
    done = folder.result()
    if done is None:
        folder.begin()
    _believe_the_day()
    open_office(folder.home)
    if done is not None:
        reporter.say(f"沿用 {folder.root} 中已完成的示例市检查（删除该目录可重新检查）")
        return done
    result = _play(folder, reporter)
    folder.finish(result)
    return result


def _believe_the_day() -> None:
    from xunwang.cli.demo.living import believe_the_day  # noqa: PLC0415  # the city is built only when it is played

    believe_the_day()


def _play(folder: DemoFolder, reporter: Reporter) -> Result:
    from xunwang.cli.demo.play import play  # noqa: PLC0415  # the city is built only when it is played

    try:
        with office_errors():
            return play(folder, reporter)
    except (door.RunError, CircularRefused) as error:
        raise Refusal(str(error), Exit.FAILED) from error
    except door.StoppedError as error:
        raise Refusal("已停止；再次运行 xunwang demo 会重新开始", Exit.STOPPED) from error


def _object(result: Result) -> dict[str, object]:
    made: dict[str, object] = msgspec.to_builtins(result)
    return made


def _text(result: Result) -> str:
    lines = [
        f"示例市：网站{result.sites}个，页面{result.pages}个，用时{result.seconds}秒",
        f"预置问题{result.planted}处，发现{result.found}处：准确率{result.precision:.3f}，召回率{result.recall:.3f}",
        f"未计入：{result.left_out}处只有浏览器能看到而本机没有浏览器，{result.unbuilt}处属于尚未实现的指标",
        *(f"  漏检：{one}" for one in result.missed),
        *(f"  误报：{one}" for one in result.false),
        f"通报：{result.files['circular']}",
        f"附件：{'、'.join(result.files['attachments'])}",
        f"单站报告：{Path(result.files['reports'][0]).parent}（{len(result.files['reports'])}份）",
    ]
    return "\n".join(lines) + "\n"
