"""Takes a vendor's findings into the review of a campaign as candidates; a look at it beforehand writes nothing, and it can be taken back."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from msgspec import field

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office import clock
from xunwang.office.campaigns.bringing import Brought, candidates
from xunwang.office.campaigns.inspection import OWN_WORDS, norm_words
from xunwang.office.campaigns.models import Campaign, CampaignSubject, FindingRow, FindingState
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.registry.sheet import Problem
from xunwang.office.turns import in_turn
from xunwang.office.uploads import Kept
from xunwang.office.vendors.models import FindingList, ListedFinding
from xunwang.office.vendors.table import VendorRow, VendorTable, read_table

OTHER = "R-other"
UNTOLD = "没有写明类型"
"""The kind of rows that have none: the words of each say what it is, unless a person says it for all."""
_ABOUT = 100
_USUAL = (
    (r"错别字|错字|错词|语言文字|文字错误|拼写", "P-spelling"),
    (r"用词|搭配", "P-word"),
    (r"标点", "P-punctuation"),
    (r"表述|政治|敏感|领导人", "P-set_phrase"),
    (r"死链|坏链|断链|链接不可用|(?:链接|页面|附件|图片).{0,6}(?:不可用|失效|无法(?:访问|打开)|打不开)", "D-4.3"),
    (r"错链|链接错误", "D-4.3a"),
    (r"暗链|隐藏(?:链接|文字)", "S-hidden"),
    (r"博彩|色情|挂马|植入|黄赌毒", "S-spam"),
    (r"隐私|个人信息|身份证|敏感信息泄露", "S-privacy"),
    (r"首页.{0,6}(?:不|未|没有|超期)?.{0,2}更新", "W-V3"),
    (r"栏目.{0,8}(?:不|未|没有|超期)?.{0,2}更新|更新不及时|空白栏目", "W-V4.1"),
    (r"(?:站点|网站|首页).{0,4}(?:无法访问|打不开|不可访问|连通)", "W-V2"),
    (r"外链|外部链接", "L-11"),
    (r"IPv6", "D-4.9"),
)  # fmt: skip
"""What vendors usually call it -> indicator. Where the norm has none of that name, the reviewer decides what it is."""


class Reading(Record, frozen=True):
    """How a person reads the table: fields by the table's own headers, and kinds of fault by indicator, where the guess is not right."""

    vendor: str
    named: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, str] = field(default_factory=dict)


class Seen(Record, frozen=True):
    """One row as it would be taken: where to, under which indicator; `known` says that the review has it already."""

    row: VendorRow
    subject: CampaignSubject
    indicator: str
    known: bool = False


class Intake(Record, frozen=True):
    """`indicators`: each kind that the table tells and what it is taken for (nothing where each row is taken by itself); `unmatched` are rows of websites that the campaign does not cover."""

    table: VendorTable
    seen: tuple[Seen, ...]
    unmatched: tuple[Problem, ...]
    indicators: dict[str, str]

    @property
    def taken(self) -> list[Seen]:
        return [one for one in self.seen if not one.known]

    @property
    def known(self) -> int:
        return len(self.seen) - len(self.taken)

    @property
    def refused(self) -> int:
        return self.table.read - len(self.seen)

    @property
    def problems(self) -> list[Problem]:
        return sorted(
            (*self.table.problems, *self.unmatched), key=lambda one: (one.sheet or "", one.row or 0)
        )


def preview(campaign: Campaign, path: Path, reading: Reading) -> Intake:
    """What taking the table in would do; nothing is written. Raises OfficeError when the file is of no use."""
    return _take(campaign, path, reading, "")[0]


@transaction.atomic
def take_in(campaign: Campaign, kept: Kept, path: Path, reading: Reading, *, user: User) -> FindingList:
    """Raises OfficeError when nothing comes of it."""
    if campaign.point_closed_at:
        raise OfficeError(f"检查“{campaign}”的结果已经定稿，不能再列入新的线索。")
    in_turn(f"findings brought to {campaign.pk}")
    intake, findings = _take(campaign, path, reading, kept.name)
    if not findings:
        raise OfficeError("表中没有可以列入的新线索，请看预览中每一行的说明。")
    FindingRow.objects.bulk_create([finding for _, finding in findings])
    made = FindingList.objects.create(
        campaign=campaign,
        vendor=reading.vendor,
        file=kept.name,
        path=kept.path,
        sha256=kept.sha256,
        columns=intake.table.columns,
        indicators=intake.indicators,
        read=intake.table.read,
        taken=len(findings),
        user=user,
        at=clock.now(),
    )
    ListedFinding.objects.bulk_create(
        ListedFinding(list=made, finding=finding, sheet=row.sheet, row=row.row, said=row.said)
        for row, finding in findings
    )
    said = {"file": kept.name, "sha256": kept.sha256, "entries": len(findings)}
    log_action("findings.taken_in", made, user=user, unit=campaign.unit, data=said)
    return made


def _take(
    campaign: Campaign, path: Path, reading: Reading, file: str
) -> tuple[Intake, list[tuple[VendorRow, FindingRow]]]:
    table = read_table(path, reading.named)
    covered = _Covered(campaign)
    names = norm_words(campaign.norm).indicators
    indicators = _indicators(table, reading, names)
    source = f"{reading.vendor}：{file}"
    several = sum(not sheet.aside for sheet in table.sheets) > 1
    matched: list[tuple[VendorRow, CampaignSubject, str]] = []
    unmatched: list[Problem] = []
    for row in table.rows:
        subject = covered.of(row)
        if subject is not None:
            matched.append((row, subject, indicators[_kind(row)] or _indicator(row.message, names)))
            continue
        told = f"“{row.site or row.home or row.url}”不在这次检查的对象里。"
        unmatched.append(Problem(told, sheet=row.sheet if several else None, row=row.row))
    made = candidates(
        (subject, _brought(row, subject, indicator, _place(source, row, several=several)), _moment(row))
        for row, subject, indicator in matched
    )
    seen = tuple(
        Seen(row, subject, indicator, known=finding is None)
        for (row, subject, indicator), finding in zip(matched, made, strict=True)
    )
    findings = [(one.row, finding) for one, finding in zip(seen, made, strict=True) if finding is not None]
    return Intake(table, seen, tuple(unmatched), indicators), findings


def _indicators(table: VendorTable, reading: Reading, names: Mapping[str, str]) -> dict[str, str]:
    """What each kind of the table is taken for: as a person chose, else as guessed."""
    kinds = sorted({_kind(row) for row in table.rows})
    guessed = {kind: "" if kind == UNTOLD else _indicator(kind, names) for kind in kinds}
    return guessed | {
        kind: one for kind, one in reading.indicators.items() if kind in guessed and one in names
    }


def _place(source: str, row: VendorRow, *, several: bool) -> str:
    return f"{source} “{row.sheet}”第{row.row}行" if several else f"{source} 第{row.row}行"


def _kind(row: VendorRow) -> str:
    """What the row is filed under: its kind, or the name of its sheet where that is one; every description by itself would be a kind of its own."""
    return row.kind or (row.title if any(re.search(pattern, row.title) for pattern, _ in _USUAL) else UNTOLD)


def _indicator(kind: str, names: Mapping[str, str]) -> str:
    """An indicator's own number or name, else what vendors usually mean; what fits nothing is left to the reviewer."""
    number = re.match(r"[A-Z]-[\w.]+", kind)
    if number and number[0] in names:
        return number[0]
    named = next((one for one, name in names.items() if name == kind and one not in OWN_WORDS), None)
    usual = next((one for pattern, one in _USUAL if re.search(pattern, kind) and one in names), None)
    return named or usual or OTHER


def _brought(row: VendorRow, subject: CampaignSubject, indicator: str, source: str) -> Brought:
    """General words (“疑似错别字”) go with what they are about: two faults on one page are two."""
    kind = f"{row.kind}：" if row.kind and row.kind not in row.message else ""
    about = f"：“{row.excerpt[:_ABOUT]}”" if row.excerpt and row.excerpt not in row.message else ""
    url = row.url or row.parent or subject.home
    return Brought(indicator, url, f"{kind}{row.message}{about}", source, row.parent, row.excerpt)


def _moment(row: VendorRow) -> dt.datetime:
    """When the vendor saw it; what lies ahead or is not told counts as seen now."""
    if row.found_on is None or row.found_on > clock.today():
        return clock.now()
    return dt.datetime.combine(row.found_on, dt.time(), SHANGHAI)


class _Covered:
    """The subjects of a campaign by what a foreign table may call them."""

    def __init__(self, campaign: Campaign) -> None:
        rows = list(campaign.subjects.select_related("subject", "campaign"))
        self.codes = {code: row for row in rows if (code := row.row.get("code"))}
        self.names: dict[str, list[CampaignSubject]] = {}
        self.hosts: dict[str, list[CampaignSubject]] = {}
        for row in rows:
            self.names.setdefault(row.name, []).append(row)
            if row.home:
                self.hosts.setdefault(_host(row.home), []).append(row)

    def of(self, row: VendorRow) -> CampaignSubject | None:
        """By code, by the name where only one has it, by the host of the website, of the page or of the page around it."""
        if row.code.lower() in self.codes:
            return self.codes[row.code.lower()]
        hosts = [_host(one) for one in (row.home, row.url, row.parent) if one]
        candidates = [self.names.get(row.site, []), *(self.hosts.get(host, []) for host in hosts)]
        return next((listed[0] for listed in candidates if len(listed) == 1), None)


def _host(url: str) -> str:
    """The host of an address, be it written without its scheme, without www; nothing of what is none."""
    address = url if url.startswith(("http://", "https://")) else f"http://{url}"
    try:
        return door.host_of(address).removeprefix("www.")
    except ValueError:
        return ""


@transaction.atomic
def undo(made: FindingList, *, user: User) -> int:
    """Takes the list's findings out of the review again, as long as nobody ruled on one. Raises OfficeError."""
    made = FindingList.objects.select_for_update().get(pk=made.pk)
    if made.undone_at:
        raise OfficeError("这次导入已经撤销过了。")
    findings = FindingRow.objects.filter(listed__list=made)
    ruled = findings.exclude(state=FindingState.WAITS, decisions=None).distinct().count()
    if ruled:
        raise OfficeError(
            f"其中 {ruled} 条已经有人认定，不能整批撤销；没有认定的可以在审核队列中认定为不属实。"
        )
    count = findings.count()
    findings.delete()
    made.undone_at = clock.now()
    made.save(update_fields=["undone_at"])
    said = {"file": made.file, "entries": count}
    log_action("findings.list_undone", made, user=user, unit=made.campaign.unit, data=said)
    return count
