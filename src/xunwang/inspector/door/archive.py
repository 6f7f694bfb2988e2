"""What a run keeps of a page, for showing: the archived answer, and the screenshots."""

from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.evidence.folder import SHOTS
from xunwang.inspector.model import Evidence, Record


class Archived(Record, frozen=True):
    """An archived page: its address, status, content type and body; `rendered` is the page as the browser held it."""

    url: str
    status: int
    content_type: str
    body: bytes
    rendered: bytes | None = None


def archived_page(run: Path, evidence: Evidence) -> Archived:
    """The page behind a piece of evidence. Raises RunError when its bytes are not those that were hashed."""
    opened = Run.open(run)
    response = opened.response(evidence)
    return Archived(
        url=response.url,
        status=response.status,
        content_type=response.headers.get("content-type", ""),
        body=response.body,
        rendered=opened.rendered(evidence),
    )


def shots_of(run: Path) -> list[Path]:
    """The screenshots that a run holds, by name."""
    return sorted((run / SHOTS).glob("*.png"))
