"""A circular that somebody hands over, held against a campaign: the figures of the whole, and the whole text where it is ours."""

from decimal import Decimal
from pathlib import Path

from xunwang.office import clock
from xunwang.office.campaigns import issuing
from xunwang.office.campaigns.letterhead import Draft, header_of, quarter
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.aggregates import figures
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.data import CircularRefused
from xunwang.office.circulars.readback import read_document
from xunwang.office.circulars.selfcheck import Disagreement

_NAMES = {"总数": "registered", "抽查": "checked", "合格": "passed", "不合格": "failed"}
_RATES = {"合格率": "pass_rate", "抽查比例": "checked_share"}


def known_figures(campaign: Campaign) -> dict[str, Decimal]:
    """The figures of the whole by the names of the circular check (`网站.抽查`); what was not inspected has none."""
    unit = campaign.unit.name
    header = header_of(campaign, Draft(unit, unit, quarter(campaign.as_of), (), clock.today()))
    counted = figures(issuing.data_of(campaign, header), {})
    found = {}
    for subject, key in (("网站", "sites"), ("新媒体", "accounts")):
        for name, figure in (_NAMES | _RATES).items():
            text = counted[f"{key}_{figure}"].removesuffix("%")
            if text and (name == "总数" or counted[f"{key}_checked"] != "0"):
                found[f"{subject}.{name}"] = Decimal(text)
    return found


def disagreements(campaign: Campaign, path: Path) -> list[Contradiction]:
    """What a docx of this campaign's circular says otherwise than its newest version; nothing for any other document."""
    version = campaign.versions.first()
    if version is None or path.suffix.lower() != ".docx" or not _is_ours(path, campaign):
        return []
    try:
        found = issuing.held_against(version, path)
    except CircularRefused:
        return []
    return [
        *(_told(one, certain=True) for one in found.wrong),
        *(_told(one, certain=False) for one in found.open),
    ]


def _is_ours(path: Path, campaign: Campaign) -> bool:
    """Whether most lines of the newest version stand in the document, changed figures aside."""
    version = campaign.versions.first()
    file = version.files.filter(kind="circular").first() if version else None
    if file is None:
        return False
    own, theirs = (_lines(one) for one in (campaign.folder / file.path, path))
    return 2 * len(own & theirs) >= len(own)


def _lines(path: Path) -> set[str]:
    """The openings of the paragraphs, which hardly hold figures."""
    return {line.text[:6] for line in read_document(path).lines}


def _told(one: Disagreement, *, certain: bool) -> Contradiction:
    return Contradiction(
        kind="mismatch",
        where=one.where,
        excerpt=one.stated,
        stated=one.stated,
        computed=one.computed,
        message=f"{one.figure}为“{one.stated}”，检查数据为“{one.computed}”",
        severity="certain" if certain else "suspected",
    )
