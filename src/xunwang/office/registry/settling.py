"""An import that broke off is taken back, whatever became of the process that wrote it."""

import datetime as dt

from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.registry.undoing import settle


@repeats("register.settle", every=dt.timedelta(minutes=1))
def take_back(_work: Work) -> None:
    settle()
