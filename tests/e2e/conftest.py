import json
from pathlib import Path

import pytest
from demo_playing import Demo, play

from sharing import made_once
from xunwang.inspector.fetch.browser import chromium


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """`xunwang demo --no-serve`, played once for all tests, also when several processes run them."""
    place = made_once(tmp_path_factory, "demo-e2e", _play)
    return Demo(place, *json.loads((place / "ended.json").read_text()))


def _play(place: Path) -> None:
    played = play(place)
    (place / "ended.json").write_text(json.dumps([played.status, played.result, played.said]))


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
