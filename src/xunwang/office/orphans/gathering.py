"""Goes through the links of finished runs once, and keeps the hosts that stand in no register and no filing."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.model import LinkFact, LinkKind, Record, SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.duty.models import MachineLook
from xunwang.office.filing.models import OPEN_STATES, Filing
from xunwang.office.jobs.queue import PutBackError, Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.orphans.models import Orphan, OrphanKind, ReadRun, Trace
from xunwang.office.orphans.telling import Guess, Known, governmental, guess, national
from xunwang.office.people.models import Unit
from xunwang.office.places import run_at
from xunwang.office.registry.identity import bare, host_at
from xunwang.office.registry.models import Subject, SubjectVersion

GATHER = "orphans.gather"
MOST_TRACES = 20
"""Pages that are kept as evidence for one host and one website that links there."""


class Pointer(Record, frozen=True):
    """One mention of an address outside the register. `subject` is the website on whose `page` it stands, else `told_by` says who told."""

    url: str
    text: str
    on: dt.date
    subject: Subject | None = None
    page: str = ""
    told_by: str = ""


@repeats(GATHER, every=dt.timedelta(hours=6))
def _gather(work: Work) -> None:
    gather(work)


def gather(work: Work | None = None) -> int:
    """Goes through the runs that nobody went through yet; gives their number. Raises PutBackError when the slice is over."""
    sight = Sight()
    done = 0
    for subject, kept in _unread():
        if work is not None:
            if work.is_over():
                raise PutBackError
            work.tell(f"{subject}", done, None)
        with transaction.atomic():
            for pointer in _pointers(subject, run_at(kept)):
                sight.take(pointer)
            ReadRun.objects.get_or_create(path=kept)
        done += 1
    return done


def _unread() -> Iterator[tuple[Subject, str]]:
    """Websites with runs of theirs that were not gone through, oldest first."""
    read = ReadRun.objects.values("path")
    rows = CampaignSubject.objects.filter(subject__kind=SubjectKind.WEBSITE).exclude(run_path="")
    for row in rows.exclude(run_path__in=read).select_related("subject").order_by("judged_as_of", "pk"):
        yield row.subject, row.run_path
    looks = MachineLook.objects.exclude(run_path="").exclude(run_path__in=read)
    for look in looks.select_related("subject").order_by("day", "pk"):
        yield look.subject, look.run_path


def _pointers(subject: Subject, place: Path) -> Iterator[Pointer]:
    """The links out of a run's pages; nothing of a run that is gone or altered."""
    try:
        run = door.Run.open(place)
        seen = timezone.localdate(run.manifest.started)
        for fact in run.each_fact():
            if isinstance(fact, LinkFact) and not fact.internal and fact.kind is LinkKind.PAGE:
                yield Pointer(fact.url, fact.text or "", seen, subject, fact.parent or "")
    except door.RunError:
        return


class Sight:
    """The register of today, and what is made of an address beside it."""

    def __init__(self) -> None:
        self.registered = registered_hosts()
        units = {row.pk: (row.name, row.path) for row in Unit.objects.filter(valid_to=None)}
        owners = SubjectVersion.objects.filter(valid_to=None, kind=SubjectKind.WEBSITE).exclude(home="")
        hosts = {host_at(row.home): row.unit_id for row in owners if row.unit_id in units}
        self.known = Known(units, {host: unit for host, unit in hosts.items() if host})
        self.domains = self.known.domains()
        self.platforms = {host for one in door.account_platforms() for host in one.hosts}

    def take(self, pointer: Pointer, otherwise: Unit | None = None) -> Orphan | None:
        """Keeps the mention; None when the host is registered, filed, or not of our concern. `otherwise` has it where nothing tells whose it is."""
        host = host_at(pointer.url)
        if not host or bare(host) in self.registered or national(host) or self._on_a_platform(host):
            return None
        near = pointer.subject.unit if pointer.subject else otherwise
        found = guess(host, [pointer.text], near.path if near else "", self.known, self.domains)
        orphan = Orphan.objects.filter(kind=OrphanKind.UNFILED, host=bare(host)).first()
        if orphan is None and found is None and not (near and (governmental(host) or pointer.told_by)):
            return None
        orphan = orphan or self._new(host, pointer, found, near)
        _improve(orphan, found, pointer.on)
        _keep_trace(orphan, pointer)
        return orphan

    def _new(self, host: str, pointer: Pointer, found: Guess | None, near: Unit | None) -> Orphan:
        scheme = pointer.url.partition(":")[0]
        unit = found.unit if found else near.pk if near else None
        assert unit is not None
        return Orphan.objects.create(
            kind=OrphanKind.UNFILED,
            host=bare(host),
            url=f"{scheme}://{host}/",
            unit_id=unit,
            first_on=pointer.on,
        )

    def _on_a_platform(self, host: str) -> bool:
        """Accounts on the platforms of others are found by another way."""
        return any(host == one or host.endswith(f".{one}") for one in self.platforms)


def _improve(orphan: Orphan, found: Guess | None, on: dt.date) -> None:
    """The first guess stays; what people decided is theirs."""
    if found and not orphan.placed and orphan.decided_at is None:
        orphan.unit_id, orphan.placed, orphan.why = found.unit, True, found.why[:300]
    orphan.first_on = min(orphan.first_on, on)
    orphan.save(update_fields=["unit", "placed", "why", "first_on"])


def _keep_trace(orphan: Orphan, pointer: Pointer) -> None:
    traces = orphan.traces.filter(subject=pointer.subject, told_by=pointer.told_by)
    same = traces.filter(page=pointer.page[:2000], url=pointer.url[:2000]).first()
    if same is None and traces.count() < MOST_TRACES:
        same = Trace(
            orphan=orphan, subject=pointer.subject, told_by=pointer.told_by[:300], first_on=pointer.on
        )
        same.page, same.url, same.text = pointer.page[:2000], pointer.url[:2000], pointer.text[:300]
        same.last_on = pointer.on
        same.save()
    elif same is not None:
        same.first_on, same.last_on = min(same.first_on, pointer.on), max(same.last_on, pointer.on)
        same.save(update_fields=["first_on", "last_on"])


def registered_hosts() -> set[str]:
    """The hosts that today's register or a filing under way names, all as `bare` gives them."""
    today = clock.today()
    hosts: set[str] = set()
    for home, more in SubjectVersion.objects.on(today).values_list("home", "hosts"):
        hosts |= {bare(host) for host in (host_at(home), *door.hosts_in(more)) if host}
    waiting = Filing.objects.filter(state__in=OPEN_STATES)
    for said in waiting.values_list("said", flat=True):
        hosts.add(bare(host_at(str(said.get("home") or ""))))
    return hosts - {""}
