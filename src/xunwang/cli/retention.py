"""`xunwang retention`: how long things are kept, which archives may go, and the act that removes them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from xunwang.cli.common import verb, write_output
from xunwang.cli.office import home_option, office_errors, open_existing_office
from xunwang.cli.refusal import Exit, Refusal

_NAME = "命令行"
_NAMED = 5
"""Of so many websites of a lot the text tells the names; `--format json` names all."""


@verb("retention", "text", "json")
@click.option(
    "--remove", "chosen", multiple=True, metavar="批次", help="删除这一批里可以删除的归档，可以写多个"
)
@home_option
def retention_command(chosen: tuple[str, ...], home: Any, style: str, **_: object) -> int:
    """列出各类数据保留多久、哪些检查归档可以删除、哪些被什么占用；--remove 删除可以删除的。

    删除以前写入操作记录，中断后再执行一次或由后台继续。删除后不能恢复，请先 xunwang backup。
    """
    open_existing_office(home)
    from xunwang.office.retention import lots  # noqa: PLC0415  # Django must be set up first

    with office_errors():
        known = {lot.key: lot for lot in lots.lots()}
        unknown = [key for key in chosen if key not in known]
        if unknown:
            raise Refusal(
                f"没有“{unknown[0]}”这一批归档，批次见 xunwang retention 列出的第一列", Exit.REFUSED
            )
        if chosen:
            _remove([known[key] for key in chosen])
            return Exit.DONE
        told = [_told(lot) for lot in known.values()]
        write_output(msgspec.json.encode(told) + b"\n" if style == "json" else _text(told))
    return Exit.DONE


def _remove(chosen: list[Any]) -> None:
    """What an earlier call left behind goes as well."""
    from xunwang.office.retention import lots, removing  # noqa: PLC0415  # Django must be set up first

    for lot in chosen:
        archives = lots.examine(lot)
        if any(one.free for one in archives):
            rows = removing.let_go(lot, removing.mark_of(archives), user=None, by=_NAME)
            write_output(f"{lot.name}：{len(rows)} 份归档已记入操作记录，正在删除。\n")
        else:
            write_output(f"{lot.name}：没有可以删除的归档。\n")
    try:
        done = removing.finish()
    except OSError as error:
        sentence = f"有归档没有删掉（{error}），请检查权限后再执行一次"
        raise Refusal(sentence, Exit.FAILED) from error
    write_output(f"删除了 {done} 份归档。\n")


def _told(lot: Any) -> dict[str, Any]:
    from xunwang.office.retention import lots  # noqa: PLC0415  # Django must be set up first

    archives = lots.examine(lot)
    free = [one for one in archives if one.free]
    held = Counter(hold for one in archives for hold in one.holds)
    size = lots.size_of(one.path for one in free)
    return {
        "lot": lot.key,
        "name": lot.name,
        "may_go": [{"path": one.path, "name": one.name, "period": one.period} for one in free],
        "size": size,
        "held": len(archives) - len(free),
        "because": dict(held),
    }


def _text(told: list[dict[str, Any]]) -> str:
    lines = ["保留期限：", *_rules(), "检查归档：", *map(_line, told)]
    if going := _going():
        lines.append(
            f"有 {going} 份归档已记入操作记录、文件还没有删完，由后台继续；没有后台时执行 xunwang retention --remove 批次，会一并删完。"
        )
    return "\n".join(lines) + "\n"


def _rules() -> Iterator[str]:
    from xunwang.office.periods import FOR_GOOD, PERIODS, rule  # noqa: PLC0415  # Django must be set up first

    for period in PERIODS.values():
        goes = "；到期后由管理员删除" if period.by_act else "；到期后自动删除"
        yield f"  {rule(period.key)}{'' if period.now == FOR_GOOD else goes}（{period.variable}，可设 {period.bounds}，单位{period.unit}：{period.because}）"


def _line(one: dict[str, Any]) -> str:
    from django.template.defaultfilters import filesizeformat  # noqa: PLC0415  # Django must be set up first

    names = list(dict.fromkeys(archive["name"] for archive in one["may_go"]))
    some = "、".join(names[:_NAMED]) + (f"等 {len(names)} 个" if len(names) > _NAMED else "")
    free = f"（{some}，腾出 {filesizeformat(one['size'])}）" if names else ""
    because = "，".join(f"{said} {count} 份" for said, count in one["because"].items())
    held = f"（{because}）" if because else ""
    return f"  {one['lot']}  {one['name']}：可以删除 {len(one['may_go'])} 份{free}，不能删除 {one['held']} 份{held}"


def _going() -> int:
    """Archives whose going is written down and whose files are not all gone: lots do not list them any more."""
    from xunwang.office.retention.models import RemovedRun  # noqa: PLC0415  # Django must be set up first

    return RemovedRun.objects.filter(gone_at=None).count()
