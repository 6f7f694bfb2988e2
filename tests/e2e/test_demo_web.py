"""`xunwang demo` serves the web interface of what it did: log in, look, download, stop."""

import re
import signal
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from xunwang_demo import city as cities

LOGIN = r"网页界面：(\S+)  账号 (\S+)  密码 (\S+)  （Ctrl-C 停止）\n"


class Visitor:
    """A browser without eyes: keeps its cookies, follows links, sends forms."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        ).open

    def bytes(self, path: str) -> bytes:
        with self._open(urllib.parse.urljoin(f"{self.address}/", path), timeout=300) as answer:
            assert answer.status == 200
            return answer.read()

    def page(self, path: str) -> str:
        return self.bytes(path).decode()

    def log_in(self, username: str, password: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page("/login/"))[1]
        form = {"csrfmiddlewaretoken": token, "username": username, "password": password}
        request = urllib.request.Request(
            f"{self.address}/login/",
            urllib.parse.urlencode(form).encode(),
            {"Referer": f"{self.address}/login/"},
        )
        with self._open(request, timeout=300) as answer:
            return answer.read().decode()


@pytest.fixture(scope="module")
def served(demo):
    process = demo.start("demo", "--out", "示例", "--port", "0")
    try:
        said = []
        for line in iter(process.stderr.readline, ""):
            said.append(line)
            if line.startswith("网页界面："):
                break
        yield process, said
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def links(page: str, pattern: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf'href="({pattern})"', page)))


def test_whoever_is_printed_gets_in_and_is_told_what_to_do(served):
    """One of every role; those who answer for a unit stand in it."""
    _, said = served
    address, account, password = re.fullmatch(LOGIN, said[-1]).groups()
    told = next(line for line in said if line.startswith("另有账号 "))
    people = dict(re.findall(r"(\w+)（(\w+)）", told)) | {account: "演示账号"}

    pages = {name: Visitor(address).log_in(name, password) for name in people}

    assert set(people) == {"demo", "jiancha", "shenhe", "tianbao", "fuze", "shenji", "guanli"}
    for name, page in pages.items():
        assert "要做的事" in page, name
        assert people[name] in page, name
    assert [name for name, page in pages.items() if 'class="of-unit">示例市交通运输局' in page] == [
        "tianbao",
        "fuze",
    ]


def test_the_printed_account_leads_to_everything_and_a_signal_ends_it(demo, served):
    process, said = served
    address, account, password = re.fullmatch(LOGIN, said[-1]).groups()
    visitor = Visitor(address)
    campaigns = visitor.log_in(account, password)
    campaign_path = links(campaigns, r"/campaigns/\d+/")[0]
    campaign = visitor.page(campaign_path)
    subjects = links(campaign, rf"{campaign_path}subjects/\d+/")
    website = visitor.page(subjects[0])
    downloads = [visitor.bytes(path) for path in links(campaign, r"/files/\d+/")]
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()

    process.send_signal(signal.SIGINT)
    process.wait(timeout=300)

    files = demo.result["files"]
    assert "示例市" in campaign
    assert "不合格" in campaign
    assert len(subjects) == demo.result["sites"] + len(cities.build().accounts)
    assert "W-V3" in website
    for name in [files["circular"], *files["attachments"]]:
        assert (demo.place / name).read_bytes() in downloads
    assert process.returncode == 0
    assert children
    assert not any(Path(f"/proc/{child}").exists() for child in children)
