"""What is known of the accounts of 示例市: handed in by the supervisor, and judged as every night."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xunwang.cli.demo.cast import Cast
from xunwang.cli.demo.moments import at
from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang_demo import newmedia, posting

if TYPE_CHECKING:
    from xunwang.office.registry.models import Subject

_LIST = "政务公众号发文清单.xlsx"


def play_posting(cast: Cast) -> None:
    """Leaves posts, standings and counts of most accounts; of one nobody handed in anything."""
    from xunwang.office.accounts.evaluating import evaluate  # noqa: PLC0415

    shown = [one for one in posting.of(cast.city) if one.posts]
    with at(posting.TAKEN + dt.timedelta(minutes=1)):
        _hand_in_list(cast, [one for one in shown if one.way == "table"])
        subjects = _subjects(cast)
        for one in shown:
            if body := newmedia.payload(one):
                _hand_in(cast, subjects[one.handle], one.handle, body)
        evaluate(posting.TAKEN.date())


def _subjects(cast: Cast) -> dict[str, "Subject"]:
    from xunwang.office.registry.models import SubjectVersion  # noqa: PLC0415

    rows = SubjectVersion.objects.on(cast.city.as_of).below(cast.unit).filter(kind="account")
    return {row.handle: row.subject for row in rows.select_related("subject")}


def _hand_in_list(cast: Cast, accounts: Sequence[newmedia.MediaAccount]) -> None:
    from xunwang.office.accounts.materials import take_list  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _LIST
        newmedia.write_list([*accounts], path)
        since = dt.datetime.combine(posting.SINCE, dt.time(), SHANGHAI)
        posts = door.PostList(path, since=since, until=posting.TAKEN)
        take_list(posts, _LIST, cast.unit, user=cast.supervisor)


def _hand_in(cast: Cast, subject: "Subject", handle: str, body: bytes) -> None:
    from xunwang.office.accounts.materials import hand_in  # noqa: PLC0415

    hand_in(subject, f"{handle}.json", body, posting.TAKEN, user=cast.supervisor)
