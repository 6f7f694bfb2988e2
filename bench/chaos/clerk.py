"""Somebody who works in an office and says what was acknowledged: `python -m bench.chaos.clerk HOME ACTS [SECONDS]`.

Every line on standard output is an act whose transaction was committed before the line was written. With SECONDS it goes on until then and bears a database
that is gone or a disk that is full: what it could not do it does not say.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path


def said(**what: object) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


def unit(number: int) -> None:
    from xunwang.office.people.audit import log_action
    from xunwang.office.people.models import Unit, UnitLevel, add_unit

    top = Unit.objects.order_by("pk").first()
    made = add_unit(f"第{number}单位", UnitLevel.DEPARTMENT, parent=top)
    log_action("unit.created", made, user=None, unit=made)
    said(unit=made.pk)


def paper(number: int) -> None:
    from django.core.files.base import ContentFile
    from django.db import transaction

    from xunwang.office import uploads
    from xunwang.office.people.audit import log_action
    from xunwang.office.people.models import Unit

    top = Unit.objects.order_by("pk").first()
    with transaction.atomic():
        kept = uploads.keep(ContentFile(b"%PDF-1.4\n" + os.urandom(3000 + number), "回复.pdf"), "proofs")
        log_action("file.added", top, user=None, unit=top, data={"file": kept.path, "sha256": kept.sha256})
    said(file=kept.path, sha256=kept.sha256)


def job(number: int) -> None:
    from xunwang.office.jobs import queue

    asked = queue.ask("chaos", f"{os.getpid()}-{number}")
    said(asked=asked.pk)
    if "chaos" in queue.HANDLERS:
        work = queue.claim()
        queue.perform(work)
        said(done=work.job.pk)


ACTS: tuple[Callable[[int], None], ...] = (unit, paper, job)


def main(home: str, acts: int, seconds: float = 0.0) -> None:
    from xunwang.office import boot

    boot.setup(Path(home))
    from django.db import DatabaseError, connection, transaction

    from xunwang.office.jobs import queue

    draw, until = random.Random(acts), time.monotonic() + seconds
    if not seconds:
        queue.handles("chaos")(lambda _work: None)
    number = 0
    while number < acts or time.monotonic() < until:
        number += 1
        try:
            with transaction.atomic():
                pass  # a connection that was lost shows here
            draw.choice(ACTS)(number)
        except (DatabaseError, OSError) as error:
            if not seconds:
                raise
            said(refused=str(error))
            connection.close()
            time.sleep(0.5)
        if seconds:
            time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:]))
