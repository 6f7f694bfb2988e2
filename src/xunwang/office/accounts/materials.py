"""What people hand in about accounts: saved answers and captures, exported lists, what they saw themselves."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from xunwang.inspector import door, model
from xunwang.inspector.model import SHANGHAI, AccountFact, PostFact, Record, reason
from xunwang.office import clock, lasting
from xunwang.office.accounts.counting import recount
from xunwang.office.accounts.keeping import keep_facts, key_of, reckon_anew
from xunwang.office.accounts.models import Feed, Material, MaterialKind
from xunwang.office.accounts.policies import WITNESSES
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import inspector_subject
from xunwang.office.turns import let_others

_KEYS = 2_000
_POSTS = 4_000
"""Posts of a list that are kept in one transaction, about a second: long enough not to pause all the time, short enough for who waits."""
Facts = list[AccountFact | PostFact]


class Listing(Record, frozen=True):
    """What came of an exported list: how many accounts and posts it held, what was left out and why."""

    accounts: int
    posts: int
    problems: tuple[str, ...]
    strangers: dict[str, int]


def account_version(subject: Subject, day: dt.date) -> SubjectVersion:
    """The register's row of an account on a day, the last one after it was closed. Raises OfficeError."""
    version = subject.versions.on(day).first() or subject.versions.order_by("valid_from").last()
    if version is None or version.subject.kind not in {model.SubjectKind.ACCOUNT, model.SubjectKind.APP}:
        raise OfficeError(f"“{subject}”不是登记的新媒体账号。")
    return version


@transaction.atomic
def set_feed(subject: Subject, address: str, *, user: User) -> None:
    """The feed that is fetched at every inspection; an empty address removes it."""
    if address and not (address.startswith(("http://", "https://")) and door.resolve(address, address)):
        raise OfficeError(
            f"订阅地址“{address}”应以 http:// 或 https:// 开头，是 RSS、Atom 或 JSON Feed 的地址。"
        )
    Feed.objects.filter(subject=subject).delete()
    if address:
        Feed.objects.create(subject=subject, address=address[:1000])
    log_action("media.feed", subject, user=user, unit=subject.unit, data={"after": address or None})


@transaction.atomic
def hand_in(
    subject: Subject, name: str, body: bytes, seen: dt.datetime, *, user: User
) -> tuple[Material, int]:
    """A saved answer, feed, article page or capture; `seen` is when it was saved, as the person says, where the file does not say it itself.

    Raises OfficeError for what nobody can read. Gives the number of posts read.
    """
    if len(body) > door.MOST_SAVED:
        raise OfficeError(f"文件“{name}”超过 {door.MOST_SAVED // 1_000_000} MB，请分成几次采集。")
    _refuse_future(seen)
    shown = inspector_subject(account_version(subject, clock.today()))
    now = clock.local_now()
    facts = list(door.facts_of_saved(shown, body, seen, now))
    look = facts[0]
    assert isinstance(look, AccountFact)
    if look.unread and not look.posts:
        raise OfficeError(f"文件“{name}”没有读到发文：{look.unread}。")
    kind = MaterialKind.CAPTURE if look.way == "capture" else MaterialKind.SAVED
    material = _keep(subject, kind, name, body, door.saved_at(body, now) or seen, user=user)
    return material, _keep_all([(material, facts)])


@transaction.atomic
def enter(subject: Subject, entered: door.Entered, *, proof: str, user: User) -> Material:
    """What a person saw on the account, with its proof (a kept file); not taken from those who run the account."""
    if user.role not in WITNESSES:
        raise OfficeError("人工登记应由检查人员填写，本单位人员请上传发文清单或采集页面。")
    if not proof:
        raise OfficeError("请上传截图等证明材料。")
    _refuse_future(entered.seen)
    if entered.last is not None and entered.last.at > entered.seen:
        raise OfficeError("最近更新时间晚于查看时间，请核对。")
    shown = inspector_subject(account_version(subject, clock.today()))
    body = msgspec.json.encode(entered)
    material = _keep(
        subject, MaterialKind.ENTRY, entered.title or "", body, entered.seen, user=user, proof=proof
    )
    _keep_all([(material, list(door.facts_of_entry(shown, entered)))])
    return material


def _refuse_future(seen: dt.datetime) -> None:
    if seen > clock.now() + dt.timedelta(minutes=5):
        raise OfficeError(f"时间 {clock.shown(seen)} 还没有到，请核对。")


def take_list(posts: door.PostList, name: str, unit: Unit, *, user: User) -> Listing:
    """An exported list of posts of one or many accounts of the unit and those below it. Raises OfficeError.

    Of a long one some accounts after the other are taken, each with all its posts and what follows from them, so that others can write in between. What was
    taken stays when it breaks off; the same list once more brings the rest.
    """
    today, former = _bearers(unit, posts.since)
    everyone = {row.subject_id: row for row in [*former, *today]}
    subjects = {str(key): inspector_subject(row) for key, row in everyone.items()}
    try:
        shared = door.share_list(
            posts,
            [subjects[str(row.subject_id)] for row in today],
            clock.local_now(),
            [inspector_subject(row) for row in former],
        )
    except door.TableError as error:
        said = str(error).replace(posts.path.name, name)
        raise OfficeError(f"{said}。") from error
    if not shared.lists:
        raise OfficeError(f"文件“{name}”{_why_nothing(shared)}")
    known = {str(key): row for key, row in everyone.items()}
    rows = _materials_of(shared.lists, known, name, user)
    count = 0
    for place, keys in enumerate(_groups(shared.lists)):
        if place:
            let_others()
        told = [(rows[key], list(door.facts_of_list(subjects[key], shared.lists[key]))) for key in keys]
        count += _take_group(told, name, unit, user)
    problems = tuple(str(problem) for problem in shared.problems)
    return Listing(len(rows), count, problems, shared.strangers)


def _groups(lists: dict[str, door.Listed]) -> Iterator[list[str]]:
    """Accounts that are taken together: so many posts, or the one account that alone has more."""
    group, count = list[str](), 0
    for key, listed in lists.items():
        if group and count + len(listed.rows) > _POSTS:
            yield group
            group, count = [], 0
        group.append(key)
        count += max(len(listed.rows), 1)
    yield group


@transaction.atomic
def _take_group(told: list[tuple[Material, Facts]], name: str, unit: Unit, user: User) -> int:
    Material.objects.bulk_create(row for row, _ in told)
    count = _keep_all(told)
    said = {"file": name, "subjects": len(told), "entries": count}
    log_action("media.list", unit, user=user, unit=unit, data=said)
    return count


def _why_nothing(shared: door.Shared) -> str:
    if [*shared.strangers] == [door.UNNAMED]:
        return "没有写明是哪个账号的发文，请填写“所属账号”，或在清单里加“账号名称”列。"
    if shared.problems:
        more = f"（共 {len(shared.problems)} 处）" if len(shared.problems) > 1 else ""
        return f"没有一条发文可以计入：{shared.problems[0]}{more}。"
    if shared.strangers:
        names = "、".join(f"“{one}”" for one in list(shared.strangers)[:3])
        return f"里的账号都不在名录中（{names}{'等' if len(shared.strangers) > 3 else ''}），请核对账号名称、平台是否与名录一致。"
    return "只有表头，没有发文。"


def _bearers(unit: Unit, since: dt.datetime | None) -> tuple[list[SubjectVersion], list[SubjectVersion]]:
    """The accounts of the unit and those below it: their rows of today, and the earlier rows that were valid at some time since then, oldest first."""
    today = clock.today()
    rows = SubjectVersion.objects.filter(
        subject__kind="account", subject__unit__path__startswith=unit.path, valid_from__lte=today
    )
    if since is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=since.astimezone(SHANGHAI).date()))
    told = list(rows.select_related("subject__unit").order_by("valid_from"))
    former = [row for row in told if row.valid_to is not None and row.valid_to <= today]
    return [row for row in told if row.valid_to is None or row.valid_to > today], former


def _materials_of(
    lists: dict[str, door.Listed], known: dict[str, SubjectVersion], name: str, user: User
) -> dict[str, Material]:
    """Unsaved rows, the files of which are on the disk."""
    at, bodies = clock.now(), [msgspec.json.encode(listed) for listed in lists.values()]
    return {
        key: Material(
            subject=known[key].subject, kind=MaterialKind.LIST, name=name[:200], seen=listed.until, by=user, at=at, **kept,
        )
        for (key, listed), kept in zip(lists.items(), _written_together(bodies), strict=True)
    }  # fmt: skip


def _keep(
    subject: Subject,
    kind: MaterialKind,
    name: str,
    body: bytes,
    seen: dt.datetime,
    *,
    user: User,
    proof: str = "",
) -> Material:
    material = Material.objects.create(
        subject=subject, kind=kind, name=name[:200], seen=seen, by=user, at=clock.now(), proof=proof,
        **_written(str(subject.pk), body),
    )  # fmt: skip
    said = {"kind": str(kind.label), "file": name or None, "sha256": material.sha256}
    log_action("media.handed_in", material, user=user, unit=subject.unit, data=said)
    return material


def _written(subject: str, body: bytes) -> dict[str, str]:
    """The file in the uploads folder, under a name of our own."""
    inside = Path("accounts") / subject / uuid.uuid4().hex
    place = Path(settings.UPLOADS_FOLDER) / inside
    lasting.write(place, body)
    return {"path": inside.as_posix(), "sha256": hashlib.sha256(body).hexdigest()}


def _written_together(bodies: Sequence[bytes]) -> list[dict[str, str]]:
    """One file for all: ten thousand of their own would each have to reach the disk. A path ends with the piece (`#start-length`)."""
    kept = _written("lists", b"".join(bodies))
    starts = accumulate((len(body) for body in bodies), initial=0)
    return [
        {"path": f"{kept['path']}#{start}-{len(body)}", "sha256": hashlib.sha256(body).hexdigest()}
        for start, body in zip(starts, bodies, strict=False)
    ]


def _read(path: str) -> bytes:
    """Raises OSError."""
    inside, _, piece = path.partition("#")
    with (Path(settings.UPLOADS_FOLDER) / inside).open("rb") as file:
        if not piece:
            return file.read()
        start, _, length = piece.partition("-")
        file.seek(int(start))
        return file.read(int(length))


def _keep_all(read: Sequence[tuple[Material, Facts]]) -> int:
    facts = ((row.subject, fact) for row, told in read for fact in told)
    return keep_facts(facts, materials={row.subject_id: row for row, _ in read})


@transaction.atomic
def withdraw(material: Material, reason: str, *, user: User) -> None:
    """From now on it counts for nothing; its posts stay only where something else shows them."""
    if not reason:
        raise OfficeError("请写明撤回的原因。")
    material.withdrawn = reason[:300]
    material.save(update_fields=["withdrawn"])
    material.looks.all().delete()
    _hand_over_posts(material)
    log_action("media.withdrawn", material, user=user, unit=material.subject.unit, data={"reason": reason})


def _hand_over_posts(material: Material) -> None:
    """Posts that another material shows too rest on that one from now on; the others go."""
    subject, posts = material.subject, material.posts.all()
    days = [day for day in posts.values_list("day", flat=True) if day]
    for other in subject.materials.filter(withdrawn="").order_by("seen", "pk"):
        keys = [key_of(fact) for fact in facts_of(other) if isinstance(fact, PostFact)]
        for start in range(0, len(keys), _KEYS):
            posts.filter(key__in=keys[start : start + _KEYS]).update(material=other)
    posts.filter(material=material).delete()
    recount({subject.pk}, days)
    reckon_anew({subject.pk})


def facts_of(material: Material) -> list[AccountFact | PostFact]:
    """What a material shows, read anew from its file. Raises OfficeError."""
    shown = inspector_subject(account_version(material.subject, clock.today()))
    body = body_of(material)
    if material.kind == MaterialKind.LIST:
        return list(door.facts_of_list(shown, msgspec.json.decode(body, type=door.Listed)))
    if material.kind == MaterialKind.ENTRY:
        return list(door.facts_of_entry(shown, msgspec.json.decode(body, type=door.Entered)))
    stated, now = material.seen.astimezone(SHANGHAI), clock.local_now()
    return list(door.facts_of_saved(shown, body, stated, now))


def body_of(material: Material) -> bytes:
    """Raises OfficeError when the file is gone or was altered."""
    try:
        body = _read(material.path)
    except OSError as error:
        raise OfficeError(
            f"“{material}”的文件读不到（{reason(error)}），请恢复备份或撤回后重新提交。"
        ) from None
    if hashlib.sha256(body).hexdigest() != material.sha256:
        raise OfficeError(f"“{material}”的文件已被改动，不能使用，请撤回后重新提交。")
    return body


def materials_for(subject: Subject, since: dt.date) -> Sequence[Material]:
    """What counts for an inspection: handed in, not withdrawn, showing a moment not before the day."""
    moment = dt.datetime.combine(since, dt.time(), SHANGHAI)
    return list(subject.materials.filter(withdrawn="", seen__gte=moment).order_by("seen", "pk"))
