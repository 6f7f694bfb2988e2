import datetime as dt
import json

import pytest
from office_samples import POINT

from xunwang.office import clock
from xunwang.office.jobs import queue


@pytest.fixture
def city(office, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
    said = {"closed": True, "delay": 0.0, "browser": "never", "retry_wait": 0.1, "proof": False}
    file = tmp_path / "inspect.json"
    file.write_text(json.dumps(said))
    settings.INSPECT, settings.RUNS_FOLDER = str(file), tmp_path / "runs"
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.CLOCK_SHIFT = dt.timedelta(days=(POINT - clock.today()).days)
    return office
