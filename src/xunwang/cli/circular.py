"""`xunwang circular`: draft one from runs or a campaign, or read a foreign one and name what cannot be true."""

import datetime as dt
from pathlib import Path
from typing import Any

import click
import msgspec

from xunwang.cli.common import Day, today, verb, write_output
from xunwang.cli.norms import load
from xunwang.cli.office import home_option, open_existing_office
from xunwang.cli.options import norm_option
from xunwang.cli.refusal import Exit, Refusal
from xunwang.cli.runs import day_of, reports_of
from xunwang.inspector import door
from xunwang.office.circulars.check import (
    CheckInputError,
    Contradiction,
    Document,
    check_document,
    format_text,
    left_out,
    read_document,
)
from xunwang.office.circulars.data import Basis, CircularHeader, CircularRefused
from xunwang.office.circulars.gather import from_judgements, words_of
from xunwang.office.circulars.layout import layouts, load_layout
from xunwang.office.circulars.selfcheck import publish


@click.group("circular")
def circular_command() -> None:
    """起草通报，或核对一份通报中的数字。"""


@verb("check", "text", "json")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--against", metavar="CAMPAIGN", help="与一次检查的统计数对照（检查编号）")
@home_option
def check_command(*, file: Path, against: str | None, home: Path | None, style: str, **_: object) -> int:
    """读取一份通报（docx、txt、md），指出不可能同时成立的数字、比例、合计、重复行和表述。"""
    document = _document(file)
    found = _held_against(document, file, against, home) if against else check_document(document)
    for number in left_out(document):
        click.echo(f"{file.name} 第{number}段：有一段文字很长而没有句号，其中的数字没有核对", err=True)
    if style == "json":
        write_output(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    else:
        write_output(format_text(found))
    return Exit.FOUND if found else Exit.DONE


def _document(file: Path) -> Document:
    try:
        return read_document(file)
    except CheckInputError as error:
        raise Refusal(str(error)) from error


def _held_against(document: Document, file: Path, campaign_id: str, home: Path | None) -> list[Contradiction]:
    """What cannot be true in itself, the figures of the whole that are not the campaign's, and every other figure of its circular."""
    campaign = _campaign(campaign_id, home)
    from xunwang.office.campaigns.comparing import (  # noqa: PLC0415  # Django must be set up first
        disagreements,
        known_figures,
    )

    found = check_document(document, against=known_figures(campaign))
    return [*found, *disagreements(campaign, file)]


def _campaign(campaign_id: str, home: Path | None) -> Any:
    open_existing_office(home)
    from xunwang.office.campaigns.models import Campaign  # noqa: PLC0415  # Django must be set up first

    campaign = Campaign.objects.filter(pk=int(campaign_id)).first() if campaign_id.isdigit() else None
    if campaign is None:
        known = "、".join(f"{one.pk} {one.name}" for one in Campaign.objects.all()) or "无"
        raise Refusal(f"没有编号为“{campaign_id}”的检查；现有：{known}")
    return campaign


@verb("draft", "text", "json")
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path, file_okay=False))
@click.option("--campaign", metavar="ID", help="用网页界面中的一次检查（检查编号）")
@home_option
@click.option("--layout", default="standard", show_default=True, help="版式名称")
@norm_option
@click.option("--as-of", type=Day(), help="监测时间点，默认取检查时的监测时间点")
@click.option("--issuer", default="○○市人民政府办公室", show_default=True, help="发文机关")
@click.option("--region", default="○○市", show_default=True, help="地区名称")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/circular"),
    show_default=True,
    help="输出目录",
)
def draft_command(
    *, runs: tuple[Path, ...], campaign: str | None, out: Path, style: str, **options: Any
) -> int:
    """用检查结果 RUN… 或一次检查起草通报及附件；数字自检不一致时不予生成。"""
    if bool(runs) == bool(campaign):
        raise Refusal("应给出检查结果文件夹，或用 --campaign 给出检查编号，二者取一")
    norm_id = options["norm_id"]
    if campaign:
        judgements, norm_id, as_of, issuer, region = _from_campaign(_campaign(campaign, options["home"]))
    else:
        as_of, issuer, region = options["as_of"] or day_of(runs[0]), options["issuer"], options["region"]
        judgements = [report.judgement for report in reports_of(runs, load(norm_id), as_of, keep=False)]
    norm = load(norm_id)
    files = _publish(judgements, _header(norm, as_of, issuer, region), norm, out, options["layout"])
    if style == "json":
        write_output(
            msgspec.json.encode({"circular": str(files[0]), "attachments": [str(one) for one in files[1:]]})
            + b"\n"
        )
    else:
        write_output("".join(f"{path}\n" for path in files))
    return Exit.DONE


def _from_campaign(campaign: Any) -> tuple[list[Any], str, dt.date, str, str]:
    from xunwang.office.campaigns.publishing import judgements_of  # noqa: PLC0415  # Django must be set up first

    return (
        judgements_of(campaign),
        campaign.norm,
        campaign.as_of,
        f"{campaign.unit.name}人民政府办公室",
        campaign.unit.name,
    )


def _header(norm: door.Norm, as_of: dt.date, issuer: str, region: str) -> CircularHeader:
    quarter = (as_of.month - 1) // 3
    return CircularHeader(
        issuer=issuer,
        region=region,
        year=as_of.year,
        period=f"第{'一二三四'[quarter]}季度",
        addressees=("各有关单位",),
        basis=Basis(norm=norm.title, documents=(), sample_points=norm.sample_points),
        window=(dt.date(as_of.year, quarter * 3 + 1, 1), as_of),
        as_of=as_of,
        issued=max(as_of, today()),
        decimals=norm.rate_decimals,
    )


def _publish(
    judgements: list[Any], header: CircularHeader, norm: door.Norm, out: Path, layout: str
) -> list[Path]:
    known = layouts()
    if layout not in known:
        raise Refusal(f"没有版式“{layout}”；现有：{'、'.join(known)}")
    if not judgements:
        raise Refusal("没有可以写入通报的评判结果；请先完成检查")
    try:
        data = from_judgements(judgements, header, words=words_of(norm.rules))
        files = publish(data, out, judgements=judgements, layout=load_layout(layout))
    except CircularRefused as refused:
        raise Refusal(str(refused), Exit.FAILED) from refused
    return [files.circular, *files.attachments]


circular_command.add_command(check_command)
circular_command.add_command(draft_command)
