"""Pictures for a guided round: the worker opens the next websites in the browser while somebody looks at this one."""

import hashlib
import uuid
from pathlib import Path
from uuid import UUID

from django.conf import settings

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.duty.models import PatrolRound, PatrolShot
from xunwang.office.duty.service import sites_left
from xunwang.office.jobs.queue import Priority, Work, ask, handles
from xunwang.office.looking import looking_settings
from xunwang.office.registry.models import SubjectVersion

SHOT = "patrol.shot"
_AHEAD = 2


def ask_ahead(patrol: PatrolRound) -> None:
    """Asks for pictures of the next websites of the round that have none."""
    if patrol.ended_at:
        return
    done = set(patrol.shots.values_list("subject_id", flat=True))
    for site in sites_left(patrol)[:_AHEAD]:
        if site.subject_id not in done:
            ask(SHOT, f"{patrol.pk}:{site.subject_id}")


@handles(SHOT, Priority.PROBE)
def _shoot(work: Work) -> None:
    """A website that shows nothing, or an office without a browser, leaves a row that says so."""
    number, _, key = work.key.partition(":")
    patrol = PatrolRound.objects.filter(pk=number).first()
    site = SubjectVersion.objects.on(clock.today()).filter(subject=UUID(key)).first()
    if patrol is None or site is None or patrol.shots.filter(subject=site.subject_id).exists():
        return
    picture = door.take_picture(site.home, looking_settings(), clock.now)
    shot = PatrolShot(round=patrol, subject_id=site.subject_id, at=clock.now(), problem=picture.problem[:300])
    if picture.png:
        shot.path = f"patrol/{patrol.pk}/{uuid.uuid4().hex}.png"
        shot.sha256 = hashlib.sha256(picture.png).hexdigest()
        place = Path(settings.UPLOADS_FOLDER) / shot.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(picture.png)
    shot.save()
