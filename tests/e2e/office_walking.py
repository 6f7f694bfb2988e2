"""The office as three people use it: a served process, real browsers, and 示例市 on loopback."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook

from sharing import environment_of_nobody
from xunwang_demo.register import SITES
from xunwang_demo.server import CityServer

TODAY = "2026-04-01"
PASSWORD = "Lianye-7-beihai"
_SERVE = """
import json, sys
from pathlib import Path
from xunwang.office import boot
boot.setup(Path(sys.argv[1]))
from xunwang.office.people.models import Unit, UnitLevel, User, ensure_unit
city = ensure_unit("示例市", UnitLevel.CITY)
for name, role, unit in json.loads(sys.argv[3]):
    where = ensure_unit(unit, UnitLevel.DEPARTMENT, parent=city) if unit else city
    if not User.objects.filter(username=name).exists():
        boot.create_account(name, sys.argv[2], role, where, full_name=name)
boot.serve("127.0.0.1", 0, ready=lambda address: print(address, flush=True))
"""


def settings_for(city: CityServer, folder: Path) -> Path:
    """How the office's worker looks at the city: loopback needs no politeness."""
    file = folder / "inspect.json"
    said = {
        "connect_to": city.connect_to,
        "closed": True,
        "delay": 0.0,
        "per_host": 8,
        "timeout": 60.0,
        "retry_wait": 0.2,
        "browser": "never",
    }
    file.write_text(json.dumps(said))
    return file


@contextmanager
def office(home: Path, inspect: Path, people: list[tuple[str, str, str]]):
    """The address of a served office with its worker; it ends with the block."""
    env = environment_of_nobody() | {"XUNWANG_INSPECT": str(inspect), "XUNWANG_TODAY": TODAY}
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(home), PASSWORD, json.dumps(people)],
        stdout=subprocess.PIPE,
        text=True,
        env=env,
        start_new_session=True,
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        try:
            process.wait(timeout=300)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def log_in(browser, address: str, name: str, **options):
    page = browser.new_context(locale="zh-CN", **options).new_page()
    page.set_default_timeout(300_000)
    page.goto(f"{address}login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_selector("text=要做的事")
    return page


def write_register(city, path, hosts, *, county=()):
    """The register of some of the city's websites as a spreadsheet, those of `county` as ones of the level below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "网站"
    sheet.append(SITES)
    for one in city.sites:
        if one.host in hosts:
            level = "县级" if one.host in county else one.level
            sheet.append((one.name, one.home, one.code, one.kind, level, one.organiser, one.icp, one.phone))
    book.save(path)
    return path


def import_register(page, address, path, *, count=2):
    """Takes the `count` websites of the spreadsheet in, on the page."""
    page.goto(f"{address}registry/import/")
    page.set_input_files("#file", path)
    page.fill("#on", "2026-01-01")
    page.click("main button[type=submit]")
    shot(page, "01-import-preview")
    page.click("text=确认导入")
    page.wait_for_selector(f"text=新增 {count}")


def sent(page, act):
    """Acts, and waits until the page stands there that answers to what that sent: what follows finds it done."""
    with page.expect_navigation():
        act()


def shot(page, name: str) -> None:
    """A picture of the page for people to look at, when a folder for them is named."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def until(page, words: str, *, tries: int = 240) -> None:
    """Loads the page again until the words stand on it: the worker takes its time."""
    for _ in range(tries):
        if page.locator(f"text={words}").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"{words} never came: {page.inner_text('main')[:2000]}")


def download(page, act) -> bytes:
    with page.expect_download() as waiting:
        act()
    return waiting.value.path().read_bytes()
