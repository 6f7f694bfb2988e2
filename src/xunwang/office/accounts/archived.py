"""Archived copies of an account's posts, as they lie in the run of its last inspection."""

from pathlib import Path

from django.db.models import QuerySet

from xunwang.inspector import door
from xunwang.inspector.model import Evidence, PostFact, PostFile, Record
from xunwang.office.accounts.keeping import key_of
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.places import noted, run_at, unreadable


class Archive(Record, frozen=True):
    """The run, and by key of a post the files that were archived with it."""

    run: Path
    files: dict[str, tuple[PostFile, ...]]


def archive_of(looked: QuerySet[CampaignSubject]) -> Archive | None:
    """Of an account's inspections the newest whose run is there; None without one."""
    row = looked.exclude(run_path="").order_by("-campaign__as_of", "-pk").first()
    if row is None:
        return None
    run = run_at(row.run_path)
    try:
        posts = [fact for fact in door.account_facts_of_run(run) if isinstance(fact, PostFact)]
    except door.RunError:
        return None
    return Archive(run, {key_of(post): post.files for post in posts if post.files})


def copy_of(archive: Archive, digest: str) -> door.Archived | None:
    """The archived answer of that hash; None where none of the posts has it. Raises OfficeError when its bytes are gone or altered."""
    evidence = next((one for one in _kept(archive) if one.sha256 == digest), None)
    if evidence is None:
        return None
    try:
        return door.archived_page(archive.run, evidence)
    except door.RunError as error:
        raise unreadable(noted(archive.run), error) from None


def _kept(archive: Archive) -> list[Evidence]:
    return [one.evidence for files in archive.files.values() for one in files if one.evidence]
