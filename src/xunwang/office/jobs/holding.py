"""One job a server at a time, whichever worker does it: a slow server is asked by one of us only."""

from xunwang.office.jobs.models import HostHold, Job
from xunwang.office.turns import in_turn


def hold(job: Job) -> bool:
    """Takes the job's servers, in the caller's transaction; false when another job has one of them."""
    if not job.hosts:
        return True
    in_turn("hosts")
    if HostHold.objects.filter(host__in=job.hosts).exclude(job=job).exists():
        return False
    mine = set(job.holds.values_list("host", flat=True))
    HostHold.objects.bulk_create(HostHold(host=host, job=job) for host in sorted(set(job.hosts) - mine))
    return True


def let_go(job: Job) -> None:
    """Other jobs may ask the job's hosts again."""
    HostHold.objects.filter(job=job).delete()
