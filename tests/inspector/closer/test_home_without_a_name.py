"""A site whose address is a number: over IPv6 it stands in brackets, with and without S."""

import datetime as dt

import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, NetworkFact, Subject


@pytest.mark.parametrize("host", ["[2408:8000::1]", "1.2.3.4"])
def test_its_network_is_looked_at(tmp_path, host):
    with Loopback({"/": answer("<title>示例县人民政府</title><p>欢迎</p>")}) as server:
        settings = door.InspectSettings(
            connect_to=(f"{host}:80:127.0.0.1:{server.port}",), closed=True, delay=0.0, retry_wait=0.1, browser="never", timeout=60.0,
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=Subject(id="a", name="示例县人民政府", home=f"http://{host}/"))],
            tmp_path, settings, reading_day=dt.date(2026, 3, 31),
            clock=lambda: dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI), tell=lambda _: None,
        )  # fmt: skip
    opened = door.Run.open(run)
    assert opened.manifest.complete, opened.manifest.incomplete_reason
    (fact,) = [fact for fact in opened.facts() if isinstance(fact, NetworkFact)]
    assert fact.secure.attempt.final_url == f"https://{host}/"
    assert fact.twin is None
