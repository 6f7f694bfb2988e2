"""A process of its own: an office registers websites, inspects them and prints the text of its circular, and again as the archive reads anew."""

import datetime as dt
import json
import sys
from pathlib import Path

from xunwang.office import boot

home, settings, sites = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
boot.setup(home)

from django.conf import settings as project  # noqa: E402  # Django must be set up first
from office_samples import POINT, Office  # noqa: E402

from xunwang.inspector import door  # noqa: E402
from xunwang.office import clock  # noqa: E402
from xunwang.office.campaigns import looking  # noqa: E402
from xunwang.office.campaigns.letterhead import Draft, header_of  # noqa: E402
from xunwang.office.campaigns.publishing import judgements_of, words_for  # noqa: E402
from xunwang.office.circulars.aggregates import figures  # noqa: E402
from xunwang.office.circulars.attachments import attachments_of  # noqa: E402
from xunwang.office.circulars.blocks import Block  # noqa: E402
from xunwang.office.circulars.compose import compose  # noqa: E402
from xunwang.office.circulars.gather import from_judgements  # noqa: E402
from xunwang.office.circulars.layout import load_layout  # noqa: E402
from xunwang.office.jobs import queue  # noqa: E402
from xunwang.office.places import run_at  # noqa: E402

project.INSPECT, project.CLOCK_SHIFT = str(settings), POINT - clock.today()
DRAFT = Draft("示例市人民政府办公室", "示例市", "第一季度", ("各县人民政府",), dt.date(2026, 4, 10))


def text(campaign, judgements):
    layout = load_layout("standard")
    data = from_judgements(judgements, header_of(campaign, DRAFT), words=words_for(campaign))
    blocks = compose(layout, data, figures(data, layout.prefixes))
    said = ["".join(piece.text for piece in block.pieces) for block in blocks if isinstance(block, Block)]
    return [*said, *(str(row) for one in attachments_of(data, layout) for row in one.rows)]


office = Office()
made = [
    office.website(office.city, host, f"http://{host}/", site_kind="department", code=code)
    for host, code in sites
]
campaign = office.campaign(office.city, made, norm="example-points")
looking.start(campaign, user=None)
queue.work_off()
runs = [run_at(row.run_path) for row in campaign.subjects.all()]
again = [door.reapply(run, clock=clock.local_now, tell=lambda told: None) for run in runs]
anew = door.judge(again, door.norm(campaign.norm), as_of=campaign.as_of)
print(json.dumps([text(campaign, judgements_of(campaign)), text(campaign, [one.judgement for one in anew])]))
