"""Whether a page of another host says that the same unit answers for it."""

import re
from typing import Literal

from xunwang.inspector.model import Page, Record, Subject

Kinship = Literal["same", "other", "unknown"]
_ICP = re.compile(r"\d{8,}")
_OFFICE = re.compile(r"(?:办公室|办公厅)$")
_SPACE = re.compile(r"\s+")
_SITE_NAME = "SiteName"


class Identity(Record, frozen=True):
    """Who a site says it is: site code, organiser, ICP registration (without the site's running number) and name."""

    code: str | None = None
    organiser: str | None = None
    icp: str | None = None
    name: str | None = None

    def kinship(self, other: "Identity") -> Kinship:
        """The strongest mark that both carry decides: code, organiser, registration. A name can only speak for kinship."""
        for mine, theirs in (
            (self.code, other.code),
            (self.organiser, other.organiser),
            (self.icp, other.icp),
        ):
            if mine and theirs:
                return "same" if mine == theirs else "other"
        return "same" if self.name and self.name == other.name else "unknown"

    def or_else(self, other: "Identity") -> "Identity":
        """With the gaps filled from another source."""
        return Identity(
            code=self.code or other.code,
            organiser=self.organiser or other.organiser,
            icp=self.icp or other.icp,
            name=self.name or other.name,
        )


def identity_of(page: Page) -> Identity:
    marks = page.marks
    return Identity(
        code=marks.site_code,
        organiser=_organiser(marks.organiser),
        icp=_icp(marks.icp),
        name=page.metas.get(_SITE_NAME) or None,
    )


def registered(subject: Subject) -> Identity:
    """What the register says of the site; it goes before what the site's own home page says."""
    return Identity(code=subject.code, organiser=_organiser(subject.organiser), icp=_icp(subject.icp))


def _organiser(written: str | None) -> str | None:
    """示例市人民政府办公室 is 示例市人民政府 for this purpose: portals name either."""
    bare = _OFFICE.sub("", _SPACE.sub("", written or ""))
    return bare or None


def _icp(written: str | None) -> str | None:
    """Only the holder's number counts: one holder's websites are numbered -1, -2, ..."""
    found = _ICP.search(written or "")
    return found[0] if found else None
