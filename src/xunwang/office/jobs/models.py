"""Work that takes longer than a page. The rows are the truth: a worker that dies loses its lease and nothing else."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone


class JobState(models.TextChoices):
    QUEUED = "queued", "排队"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class Job(models.Model):
    """One piece of work: its kind, and the key of what it works on. At most one of a kind and key is open.

    A running job belongs to `owner` until `lease_until`; `fence` rises with every claim, so that a worker which was
    thought dead can write nothing any more. `again`: it was asked for once more while it ran. Of what is due the highest `priority`
    comes first. `hosts`: the servers it visits; no other job visits them meanwhile. `dated_at`: when `due_at` was written, by the clock of
    whoever wrote it, which may have been ahead.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    due_at = models.DateTimeField()
    dated_at = models.DateTimeField(default=timezone.now)
    owner = models.CharField(max_length=200, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    priority = models.SmallIntegerField(default=0)
    hosts = models.JSONField(default=list)
    again = models.BooleanField(default=False)
    stage = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    problem = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["state", "-priority", "due_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["queued", "running"]),
                name="one_open_job_of_a_kind_and_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class HostHold(models.Model):
    """A server that a running job visits. It goes with the job's end, and passes on with the job when its worker is lost."""

    host = models.CharField(max_length=255, unique=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="holds")

    def __str__(self) -> str:
        return self.host
