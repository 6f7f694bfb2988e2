"""The judgements of a campaign as papers need them, and one report per website (`issuing` writes the circular)."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import Judgement, SubjectKind, Verdict
from xunwang.office import lasting
from xunwang.office.campaigns.models import Campaign, CampaignFile, CampaignSubject, FileKind
from xunwang.office.campaigns.ruling import decisions_for
from xunwang.office.campaigns.service import add_file
from xunwang.office.circulars.data import Words
from xunwang.office.circulars.gather import words_of
from xunwang.office.circulars.site_report import write_site_report
from xunwang.office.people.models import User

REPORTS = "reports"
_SIGNS = re.compile(r"[^\w.-]+")


def judgements_of(campaign: Campaign) -> list[Judgement]:
    """The judgements on websites and accounts at the monitoring point, in the order of their rows; subjects not judged yet are left out.

    A channel is a part of a website that another unit answers for: it is no website of its own, and told in a table (see `channels`).
    """
    judged = campaign.subjects.exclude(judgement_at_point=None).exclude(subject__kind=SubjectKind.CHANNEL)
    kept = judged.values_list("judgement_at_point", flat=True)
    return [msgspec.convert(one, Judgement) for one in kept]


def words_for(campaign: Campaign) -> dict[str, Words]:
    return words_of(door.norm(campaign.norm).rules)


def verdicts_now(campaign: Campaign) -> dict[str, Verdict]:
    rows = campaign.subjects.exclude(verdict_at_closing="").values_list("subject_id", "verdict_at_closing")
    return {str(subject): Verdict(verdict) for subject, verdict in rows}


def publish_reports(campaign: Campaign, *, user: User | None) -> list[CampaignFile]:
    """Write one report per judged website; they appear together when all are written."""
    words = words_for(campaign)
    rows = list(campaign.subjects.exclude(judgement_at_point=None))
    folder = campaign.folder / REPORTS
    lasting.folder_at(folder)
    with tempfile.TemporaryDirectory(prefix=".reports-", dir=campaign.folder) as draft:
        names = {row.pk: _write_report(campaign, row, words, Path(draft)) for row in rows}
        for name in names.values():
            shutil.move(Path(draft) / name, folder / name)
    with transaction.atomic():
        return [_list_report(campaign, row, folder / names[row.pk], user) for row in rows]


def _write_report(campaign: Campaign, row: CampaignSubject, words: Mapping[str, Words], folder: Path) -> str:
    place = row.name if row.is_account else door.host_of(row.home)
    name = f"{row.pk:05d}-{_SIGNS.sub('-', place)[:80]}.html"
    decisions = decisions_for(campaign, str(row.subject_id))
    played = row.findings.filter(decisions__played=True).exists()
    judgement = msgspec.convert(row.judgement_at_point, Judgement)
    write_site_report(judgement, folder / name, words=words, decisions=decisions, played=played)
    return name


def _list_report(campaign: Campaign, row: CampaignSubject, path: Path, user: User | None) -> CampaignFile:
    return add_file(campaign, path, kind=FileKind.REPORT, label=f"{row.name}检查报告", user=user, subject=row)
