"""What a run keeps of a page, for showing: the archived answer, and the screenshots."""

from contextlib import suppress
from pathlib import Path

import msgspec

from xunwang.inspector.evidence import Run, manifest
from xunwang.inspector.evidence.folder import OPENING, SHOTS, shot_of_page
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Evidence, Record, Subject


class Archived(Record, frozen=True):
    """An archived page: its address, status, content type and body; `rendered` is the page as the browser held it."""

    url: str
    status: int
    content_type: str
    body: bytes
    rendered: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()


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
        headers=tuple(response.headers.items()),
    )


def page_evidence(run: Path, url: str) -> Evidence | None:
    """Where the run keeps the page of that address; none when it did not keep it. Raises RunError."""
    key = key_of(url)
    rows = Run.open(run).pages()
    return next((row.evidence for row in rows if row.key == key and row.evidence is not None), None)


def shots_of(run: Path) -> list[Path]:
    """The screenshots that a run holds, by name."""
    return sorted((run / SHOTS).glob("*.png"))


def is_run(folder: Path) -> bool:
    """Whether the folder holds a run, finished or not."""
    return any((folder / name).is_file() for name in (OPENING, manifest.NAME))


class _Opening(Record, frozen=True):
    """What both the beginning and the end of a run say of it."""

    subject: Subject


def subject_of(run: Path) -> Subject | None:
    """Whom a run looks at, finished or not; none where the run does not say it any more."""
    for name in (OPENING, manifest.NAME):
        with suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode((run / name).read_bytes(), type=_Opening).subject
    return None


def shot_of(run: Path, url: str) -> Path | None:
    """The screenshot of the page at that address, where the run holds one of its own."""
    shot = run / SHOTS / f"{shot_of_page(key_of(url))}.png"
    return shot if shot.is_file() else None
