"""How often something was done lately. Rows live for a window and say nothing about people."""

from django.db import models


class Tally(models.Model):
    """The count of one key in one window of time; the key is a hash, so that no address or account can be read from it."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
