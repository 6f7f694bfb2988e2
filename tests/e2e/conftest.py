import fcntl
import json
import os

import pytest
from demo_playing import Demo, play

from xunwang.inspector.fetch.browser import chromium


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """`xunwang demo --no-serve`, played once for all tests, also when several processes run them."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo-e2e"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = place / "ended.json"
        if not kept.exists():
            played = play(place)
            kept.write_text(json.dumps([played.status, played.result, played.said]))
    return Demo(place, *json.loads(kept.read_text()))


@pytest.fixture(scope="module")
def browser():
    """Chromium as people of the office and of the public use it."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()
