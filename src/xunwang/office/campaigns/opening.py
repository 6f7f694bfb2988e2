"""A sealed circular for everybody: a page without log-in, from which personal data stay away."""

import secrets
from pathlib import Path

from django.db import transaction

from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.campaigns.issuing import FOLDER, header_kept
from xunwang.office.campaigns.models import CampaignFile, CircularVersion
from xunwang.office.circulars.docx import break_title
from xunwang.office.circulars.readback import Part, read_parts, read_sheets
from xunwang.office.circulars.selfcheck import CIRCULAR_FILE
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User


class PublicPage(Record, frozen=True):
    title: str
    parts: tuple[Part, ...]
    files: tuple[CampaignFile, ...]

    @property
    def title_lines(self) -> list[str]:
        """Broken as in the document, so that no single character is left for a line."""
        return break_title([self.title])


@transaction.atomic
def open_to_all(version: CircularVersion, *, user: User) -> CircularVersion:
    """Gives the sealed version a public address. Raises OfficeError."""
    if not version.seal:
        raise OfficeError("请先封存通报，再公开。")
    if not version.campaign.released:
        raise OfficeError("检查结果还没有公布，请先公布结果，再公开通报。")
    for file in version.files.filter(path__endswith=".xlsx"):
        for row in _rows(version, file):
            if proof.masked(row) != row:
                raise OfficeError(
                    f"附件“{file.label}”里有疑似个人信息：“{proof.masked(row)[:40]}”，不能公开。"
                )
    version.public_key = version.public_key or secrets.token_urlsafe(12)
    version.public_since = clock.now()
    version.save(update_fields=["public_key", "public_since"])
    log_action("circular.opened", version, user=user, unit=version.campaign.unit)
    return version


@transaction.atomic
def close_to_all(version: CircularVersion, *, user: User) -> CircularVersion:
    version.public_key, version.public_since = "", None
    version.save(update_fields=["public_key", "public_since"])
    log_action("circular.withdrawn", version, user=user, unit=version.campaign.unit)
    return version


def page_of(version: CircularVersion) -> PublicPage:
    """The circular for reading: without the line of contact, personal data masked; files only where they hold none."""
    contact = header_kept(version).contact
    parts = read_parts(_folder(version) / CIRCULAR_FILE)
    shown = tuple(_masked(part) for part in parts if not (contact and contact in part.text))
    whole = shown == parts
    files = [file for file in version.files.all() if whole or file.path.endswith(".xlsx")]
    titles = [part.text for part in shown if part.look == "title"]  # the letterhead's mark comes first
    title = titles[-1] if titles else str(version)
    return PublicPage(title, tuple(part for part in shown if part.look != "title"), tuple(files))


def _masked(part: Part) -> Part:
    rows = tuple(tuple(proof.masked(cell) for cell in row) for row in part.rows)
    return Part(part.look, proof.masked(part.text), rows)


def _rows(version: CircularVersion, file: CampaignFile) -> list[str]:
    sheets = read_sheets(version.campaign.folder / file.path)
    return [
        "｜".join(str(cell) for cell in row if cell is not None) for sheet in sheets for row in sheet.rows
    ]


def _folder(version: CircularVersion) -> Path:
    return version.campaign.folder / FOLDER / f"v{version.number}"
