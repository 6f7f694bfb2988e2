"""`xunwang backup` and `xunwang restore`: an office in one file, and out of it."""

from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from xunwang.cli.common import verb, write_output, writing
from xunwang.cli.office import home_option, office_errors, open_existing_office, open_office
from xunwang.cli.progress import reporting
from xunwang.cli.refusal import Exit
from xunwang.inspector.door import Told
from xunwang.office import boot

_MEGABYTE = 1_000_000


@verb("backup", "text", "json")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@home_option
def backup_command(file: Path, home: Path | None, style: str, quiet: bool, verbose: bool, **_: object) -> int:
    """把数据库、检查结果、通报、上传的文件和密钥备份到一个新文件 FILE。网页服务运行时也可以备份。

    备份文件含有密钥、密码摘要和网页中的个人信息，只有本人可读（0600），请像数据目录一样保管。
    """
    open_existing_office(home)
    from xunwang.office.backups import service  # noqa: PLC0415  # Django must be set up first

    with office_errors(), writing(file), reporting(quiet=quiet, verbose=verbose) as reporter:
        made = service.back_up(file.absolute(), _teller("备份（MB）", reporter.tell))
    if style == "json":
        write_output(msgspec.json.encode(made) + b"\n")
    else:
        write_output(
            _made(file, made.files, made.size, made.sha256) + "".join(f"{line}\n" for line in made.notes)
        )
    return Exit.FOUND if made.outside else Exit.DONE


def _made(file: Path, files: int, size: int, digest: str) -> str:
    return f"{file}：{files} 个文件，{size / _MEGABYTE:.1f} MB，SHA-256 {digest}\n"


@verb("restore", "text")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--check", is_flag=True, help="只核对备份文件是否完整，不恢复")
@home_option
def restore_command(
    file: Path, check: bool, home: Path | None, quiet: bool, verbose: bool, **_: object
) -> int:
    """核对备份文件 FILE 的每个哈希值，再恢复到空的数据目录；有任何不符就什么也不写。"""
    from xunwang.office.backups import reading  # noqa: PLC0415  # loaded only where it is needed

    with office_errors(), reporting(quiet=quiet, verbose=verbose) as reporter:
        tell = _teller("核对（MB）" if check else "恢复（MB）", reporter.tell)
        if check:
            contents = reading.check(file, tell)
            write_output(f"{file}：完好，{len(contents.files)} 个文件。\n")
            return Exit.DONE
        place = boot.place_of(home)
        with writing(place):
            contents = reading.restore(file, place, tell, _lay_out(place))
    return _open(file, place, len(contents.files))


def _lay_out(place: Path) -> Callable[[Path], None] | None:
    """What brings the database where the office has it, if that is outside its folder."""
    if not boot.on_postgres():
        return None
    boot.load(place)
    from xunwang.office.backups import carrying  # noqa: PLC0415  # Django must be set up first

    return carrying.lay_out


def _open(file: Path, place: Path, files: int) -> int:
    open_office(place)
    boot.take_key(place)
    from xunwang.office.backups import service  # noqa: PLC0415  # Django must be set up first

    with office_errors():
        broken = service.written_down(file)
    write_output(f"已恢复到 {place}：{files} 个文件。操作记录{'被改动过' if broken else '完好'}。\n")
    return Exit.FOUND if broken else Exit.DONE


def _teller(stage: str, tell: Callable[[Told], None]) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        tell(Told(stage, done // _MEGABYTE, total // _MEGABYTE, finished=done >= total))

    return told
