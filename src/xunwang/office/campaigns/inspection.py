"""All that the pages ask of the inspector: archived bytes, pictures, the words of a norm."""

import re
from functools import lru_cache
from pathlib import Path

from xunwang.inspector import door
from xunwang.inspector.model import Evidence, Record
from xunwang.office.campaigns.models import CampaignSubject, FindingRow
from xunwang.office.errors import OfficeError

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


class NormWords(Record, frozen=True):
    """The title of a norm and the names of its indicators."""

    title: str
    indicators: dict[str, str]


def evidence_of(finding: FindingRow) -> Evidence | None:
    """The pointer to the bytes behind a finding, where it has one."""
    if finding.evidence_offset is None or finding.evidence_length is None:
        return None
    return Evidence(
        finding.evidence_file, finding.evidence_offset, finding.evidence_length, finding.evidence_sha256
    )


def archived(row: CampaignSubject, evidence: Evidence) -> door.Archived:
    """The page behind a piece of evidence; `OfficeError` when the run is gone or its bytes were altered."""
    try:
        return door.archived_page(Path(row.run_path), evidence)
    except door.RunError as error:
        raise OfficeError(f"{error}。") from None


def is_html(answer: door.Archived) -> bool:
    return "html" in answer.content_type.lower()


def charset_of(answer: door.Archived) -> str | None:
    """The charset that the server named, if it can be one."""
    named = _CHARSET.search(answer.content_type)
    return named[1] if named else None


def screenshot(row: CampaignSubject) -> Path | None:
    """The first picture of the run, where it has any."""
    return next(iter(door.shots_of(Path(row.run_path))), None) if row.run_path else None


@lru_cache(maxsize=32)
def norm_words(norm: str) -> NormWords:
    """The words of a norm; one that is not at hand goes by its own identifiers."""
    try:
        found = door.norm(norm)
    except door.NormError:
        return NormWords(norm, {})
    return NormWords(found.title, {rule.id: rule.name for rule in found.rules})
