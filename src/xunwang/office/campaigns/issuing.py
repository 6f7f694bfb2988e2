"""The circular of a campaign from draft to seal: versions, what came back from WPS or Word, the pdf."""

import hashlib
import itertools
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Max
from msgspec import field

from xunwang.inspector.model import Record, SiteKind
from xunwang.office import clock, lasting
from xunwang.office.campaigns.handed_in import from_kept, tables_of, to_kept
from xunwang.office.campaigns.models import Campaign, CampaignFile, CircularVersion, FileKind
from xunwang.office.campaigns.publishing import judgements_of, verdicts_now, words_for
from xunwang.office.campaigns.regions import in_regions, region_of
from xunwang.office.campaigns.service import add_file
from xunwang.office.campaigns.yearly import notices_of_year, tables_of_year
from xunwang.office.circulars.aggregates import figures
from xunwang.office.circulars.blocks import Block, Table
from xunwang.office.circulars.columns import Choosable, chosen
from xunwang.office.circulars.compose import compose
from xunwang.office.circulars.data import CircularData, CircularHeader, CircularRefused, Column, GivenTable
from xunwang.office.circulars.edits import merged
from xunwang.office.circulars.gather import from_judgements
from xunwang.office.circulars.layout import load_layout
from xunwang.office.circulars.pdf import to_pdf
from xunwang.office.circulars.readback import Part, read_document, read_parts, section
from xunwang.office.circulars.selfcheck import CIRCULAR_FILE, NUMBERS, Examined, examine, figure_name, publish
from xunwang.office.circulars.wording import Paragraph, paragraphs, wordings
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User

PDF = "circular_pdf"
FOLDER = "circulars"
FIGURE = re.compile(r"[\d.]+%?")
HIGHLIGHTS = ("工作亮点", "主要做法")
"""How published circulars head the section on what went well."""


class Kept(Record, frozen=True):
    """What a version was written from, as the database keeps it: JSON has no nameless key for websites of no known kind.

    `tables` are those of `handed_in.to_kept`: what stood there at the time of writing may have moved on since.
    """

    header: CircularHeader
    kinds: tuple[tuple[SiteKind | None, int], ...]
    tables: tuple[Any, ...] = ()
    edits: dict[str, str] = field(default_factory=dict)
    columns: dict[str, tuple[Column, ...]] = field(default_factory=dict)


def draft(
    campaign: Campaign,
    header: CircularHeader,
    *,
    user: User | None,
    layout: str = "standard",
    confirmed: bool = False,
) -> CircularVersion:
    """Writes the next version of the circular, with the words and columns that people chose for the one before.

    Raises OfficeError when its numbers disagree, when the circular is sealed, and for numbers in people's own words that nobody has `confirmed`.
    """
    before = _newest(campaign)
    _refuse_loose(header, before, confirmed=confirmed)
    try:
        yearly = load_layout(layout).yearly
    except CircularRefused as refused:
        raise OfficeError(str(refused)) from refused
    tables = tables_of_year(campaign) if yearly else tables_of(campaign)
    if yearly:
        header = msgspec.structs.replace(header, notices=notices_of_year(campaign))
    kept = _kept(header, tables)
    if before:
        kept = msgspec.structs.replace(kept, edits=before.edits, columns=before.columns)
    return _write(campaign, layout, kept, user)


def _newest(campaign: Campaign) -> Kept | None:
    newest = campaign.versions.first()
    return kept_of(newest) if newest else None


def _refuse_loose(header: CircularHeader, before: Kept | None, *, confirmed: bool) -> None:
    """The highlights are people's own words, so that no data stand behind their numbers."""
    known = before.header.highlights if before else ()
    new = [one for one in header.highlights if one not in known]
    loose = next((found[0] for one in new for found in NUMBERS.finditer(one)), None)
    if loose and not confirmed:
        raise OfficeError(
            f"工作亮点里的“{loose}”不取自检查数据，系统无法核对；请核实后勾选“工作亮点里的数字已核实”再生成。"
        )


def _write(campaign: Campaign, layout: str, kept: Kept, user: User | None) -> CircularVersion:
    _refuse_sealed(campaign)
    number = _next(campaign)
    folder = campaign.folder / FOLDER / f"v{number}"
    try:
        files = publish(
            data_kept(campaign, kept),
            folder,
            judgements=judgements_of(campaign),
            layout=load_layout(layout),
        )
    except CircularRefused as refused:
        raise OfficeError(str(refused)) from refused
    with transaction.atomic():
        version = _keep(campaign, number, layout, kept, user)
        _list(version, [files.circular, *files.attachments], user)
        log_action("circular.drafted", version, user=user, unit=campaign.unit, data={"kind": layout})
    return version


def data_kept(campaign: Campaign, kept: Kept) -> CircularData:
    """The rows of today under the header, tables, words and columns of a version."""
    header = _header(kept)
    regions = in_regions(campaign, header.registered_by_region)
    header = msgspec.structs.replace(header, registered_by_region=regions)
    data = data_of(campaign, header, from_kept(kept.tables))
    return msgspec.structs.replace(data, edits=kept.edits, columns=kept.columns)


def data_of(campaign: Campaign, header: CircularHeader, tables: tuple[GivenTable, ...] = ()) -> CircularData:
    """The rows of the circular; the region of a subject is the place next below the unit that runs the campaign."""
    data = from_judgements(
        judgements_of(campaign), header, words=words_for(campaign), now=verdicts_now(campaign)
    )
    regions = _regions(campaign)
    sites = tuple(msgspec.structs.replace(site, region=regions.get(site.subject)) for site in data.sites)
    accounts = data.accounts
    if all(total.region for total in header.accounts):  # earlier versions kept totals without regions
        accounts = tuple(msgspec.structs.replace(one, region=regions.get(one.subject)) for one in accounts)
    return msgspec.structs.replace(data, sites=sites, accounts=accounts, tables=tables)


def _regions(campaign: Campaign) -> dict[str, str]:
    name = region_of(campaign)
    rows = campaign.subjects.values_list("subject_id", "unit", "unit__path")
    return {str(subject): name(unit, path) for subject, unit, path in rows}


def header_kept(version: CircularVersion) -> CircularHeader:
    return _header(kept_of(version))


def kept_of(version: CircularVersion) -> Kept:
    return msgspec.convert(version.header, Kept)


def _header(kept: Kept) -> CircularHeader:
    return msgspec.structs.replace(kept.header, registered_by_kind=dict(kept.kinds))


def _kept(header: CircularHeader, tables: tuple[GivenTable, ...]) -> Kept:
    bare = msgspec.structs.replace(header, registered_by_kind={})
    return Kept(bare, tuple(header.registered_by_kind.items()), tuple(to_kept(tables)))


def _keep(
    campaign: Campaign, number: int, layout: str, kept: Kept, user: User | None, **more: bool
) -> CircularVersion:
    return CircularVersion.objects.create(
        campaign=campaign,
        number=number,
        layout=layout,
        header=msgspec.to_builtins(kept),
        made_by=user,
        made_at=clock.now(),
        **more,
    )


def _next(campaign: Campaign) -> int:
    return (campaign.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _list(version: CircularVersion, paths: list[Path], user: User | None) -> list[CampaignFile]:
    kinds = {CIRCULAR_FILE: FileKind.CIRCULAR}
    return [
        add_file(
            version.campaign,
            path,
            kind=kinds.get(path.name, FileKind.ATTACHMENT),
            label=path.stem,
            user=user,
            version=version,
        )
        for path in paths
    ]


def _refuse_sealed(campaign: Campaign) -> None:
    sealed = campaign.versions.exclude(seal="").first()
    if sealed is not None:
        raise OfficeError(
            f"检查“{campaign}”的通报第{sealed.number}版已经封存，不能再改；确需更正的，请另行印发更正通知。"
        )


# ── words changed here ───────────────────────────────────────────────────────────────────────────


def wording_of(version: CircularVersion, given: dict[str, str] | None = None) -> list[Paragraph]:
    """The paragraphs of a version for editing; `given` is what a refused form said."""
    return paragraphs(_bare(version), kept_of(version).edits, given)


def tables_to_choose(version: CircularVersion) -> list[Choosable]:
    """The tables of a version whose columns people may choose."""
    return [
        block.choosable
        for block in _bare(version)
        if isinstance(block, Table) and block.choosable is not None
    ]


def reword(
    version: CircularVersion,
    texts: dict[str, str],
    columns: Mapping[str, Iterable[tuple[int, Column]]],
    *,
    user: User,
    highlights: tuple[str, ...] | None = None,
    confirmed: bool = False,
) -> CircularVersion:
    """The next version, with other words around the same figures, other columns of them, and other `highlights`.

    `columns` gives tables by their keys the places (0: none) of the columns they could show. Raises OfficeError.
    """
    if version.returned:
        raise OfficeError("这一版是外部修改后交回的，文字请继续在 WPS 或 Word 中修改后交回。")
    kept = kept_of(version)
    try:
        changed = wordings(_bare(version), texts)
        asked = [(one, columns[one.key]) for one in tables_to_choose(version) if one.key in columns]
        picked = {table.key: chosen(table, given) for table, given in asked}
        altered = {table.key: picked[table.key] for table, _ in asked if picked[table.key] != table.shown}
    except CircularRefused as refused:
        raise OfficeError(f"{refused}。") from refused
    elsewhere = {key: wording for key, wording in kept.edits.items() if key not in texts}
    edits = {**elsewhere, **changed}
    header = (
        kept.header if highlights is None else msgspec.structs.replace(kept.header, highlights=highlights)
    )
    _refuse_loose(header, kept, confirmed=confirmed)
    new = msgspec.structs.replace(kept, header=header, edits=edits, columns={**kept.columns, **altered})
    if new == kept:
        raise OfficeError("文字和表格的列没有改动，没有生成新的一版。")
    return _write(version.campaign, version.layout, new, user)


def _bare(version: CircularVersion) -> tuple[Block | Table, ...]:
    """The circular as the layout words it."""
    layout = load_layout(version.layout)
    data = msgspec.structs.replace(data_kept(version.campaign, kept_of(version)), edits={})
    return compose(layout, data, figures(data, layout.prefixes))


def parts_of(version: CircularVersion) -> tuple[Part, ...]:
    """The version as it is printed. Raises OfficeError when its file is gone."""
    path = version.campaign.folder / FOLDER / f"v{version.number}" / CIRCULAR_FILE
    if not path.is_file():
        raise OfficeError(f"通报第{version.number}版的文件不在，请从备份恢复。")
    return read_parts(path)


def figures_of(version: CircularVersion) -> dict[str, str]:
    """The figures in the version's text by the names that people see when they change its words."""
    pieces = [merged(block) for block in _bare(version) if isinstance(block, Block)]
    named = {figure_name(slot): value for piece in pieces for slot, value in piece.values.items()}
    return {name: value for name, value in named.items() if not name.isascii() and FIGURE.fullmatch(value)}


# ── words changed outside ────────────────────────────────────────────────────────────────────────


def held_against(version: CircularVersion, path: Path) -> Examined:
    """What a changed docx of the version says otherwise than the campaign."""
    data = data_kept(version.campaign, kept_of(version))
    return examine(data, path, load_layout(version.layout))


def take_back(version: CircularVersion, path: Path, *, confirmed: bool, user: User | None) -> CircularVersion:
    """The changed docx becomes the next version with the attachments of the old; the next draft has its highlights.

    Raises OfficeError for a figure that disagrees with the campaign, and for changes that nobody has `confirmed`.
    """
    _refuse_sealed(version.campaign)
    found = held_against(version, path)
    if found.wrong:
        raise OfficeError(f"交回的通报与检查数据不符：{found.wrong[0]}（共{len(found.wrong)}处）。")
    if found.open and not confirmed:
        raise OfficeError(f"交回的通报有{len(found.open)}处改动须人工核实，核实后请勾选“已核实”再交回。")
    number = _next(version.campaign)
    folder = version.campaign.folder / FOLDER / f"v{number}"
    lasting.folder_at(folder)
    attachments = version.files.filter(kind=FileKind.ATTACHMENT).exclude(path__endswith=".pdf")
    old = [version.campaign.folder / file.path for file in attachments]
    copied = [Path(shutil.copy(path, folder / CIRCULAR_FILE))]
    copied += [Path(shutil.copy(one, folder / one.name)) for one in old]
    with transaction.atomic():
        new = _keep(
            version.campaign, number, version.layout, _as_returned(version, path), user, returned=True
        )
        _list(new, copied, user)
        said = {"items": len(found.open)}
        log_action("circular.returned", new, user=user, unit=version.campaign.unit, data=said)
    return new


def _as_returned(version: CircularVersion, path: Path) -> Kept:
    """What the version was written from, with the highlights that people wrote into the docx."""
    kept = kept_of(version)
    highlights = section(read_document(path), (*HIGHLIGHTS, *_heading_of_highlights(version)))
    return msgspec.structs.replace(kept, header=msgspec.structs.replace(kept.header, highlights=highlights))


def _heading_of_highlights(version: CircularVersion) -> list[str]:
    """What people call the section in this version."""
    data = data_kept(version.campaign, kept_of(version))
    layout = load_layout(version.layout)
    blocks = [one for one in compose(layout, data, figures(data, layout.prefixes)) if isinstance(one, Block)]
    return [
        merged(above).text
        for above, one in itertools.pairwise(blocks)
        if (above.role, one.role) == ("h1", "highlight")
    ]


# ── seal and pdf ─────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def seal(version: CircularVersion, *, user: User) -> CircularVersion:
    """Locks the version: who, when, and the hash over its files as they lie there now. Raises OfficeError."""
    _refuse_sealed(version.campaign)
    if version.number != _next(version.campaign) - 1:
        raise OfficeError(f"通报第{version.number}版之后还有新的一版，只能封存最新的一版。")
    for file in version.files.all():
        place = version.campaign.folder / file.path
        if not place.is_file() or hashlib.sha256(place.read_bytes()).hexdigest() != file.sha256:
            raise OfficeError(f"“{file.label}”在存入后被改动或删除，不能封存；请重新生成通报。")
    version.seal = seal_of(version)
    version.sealed_by, version.sealed_at = user, clock.now()
    version.save(update_fields=["seal", "sealed_by", "sealed_at"])
    log_action(
        "circular.sealed", version, user=user, unit=version.campaign.unit, data={"sha256": version.seal}
    )
    return version


def seal_of(version: CircularVersion) -> str:
    """SHA-256 over the paths and hashes of the files, without the pdf, which only repeats the docx."""
    rows = version.files.exclude(path__endswith=".pdf").order_by("path").values_list("path", "sha256")
    return hashlib.sha256("\n".join(f"{path} {digest}" for path, digest in rows).encode()).hexdigest()


def ask_for_pdf(version: CircularVersion) -> None:
    ask(PDF, version.pk)


@handles(PDF)
def _make_pdf(work: Work) -> None:
    version = CircularVersion.objects.select_related("campaign").get(pk=work.key)
    folder = version.campaign.folder / FOLDER / f"v{version.number}"
    try:
        made = to_pdf(folder / CIRCULAR_FILE)
    except CircularRefused as refused:
        raise OfficeError(f"{refused}。") from refused
    add_file(
        version.campaign,
        made,
        kind=FileKind.ATTACHMENT,
        label=f"{made.stem}（PDF）",
        user=None,
        version=version,
    )
