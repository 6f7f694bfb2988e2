"""Start, serve, stop: a real data folder, a real server process, real sockets."""

import logging
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from office_samples import PASSWORD

from sharing import environment_of_nobody
from xunwang.office import boot, environment
from xunwang.office import settings as settings_module
from xunwang.office.errors import OfficeError, WrongSettingError
from xunwang.office.people.models import User

SERVE = """
import sys
from pathlib import Path
from xunwang.office import boot
from xunwang.office.errors import OfficeError
try:
    boot.setup(Path(sys.argv[1]))
    boot.serve(sys.argv[3], int(sys.argv[2]), ready=lambda address: print(address, flush=True))
except OfficeError as error:
    sys.exit(f"refused: {error}")
print("ended", flush=True)
"""


def start(home, port=0, host="127.0.0.1", **environment):
    """A server process of its own; the environment of the tests is not its own."""
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, str(home), str(port), host],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment_of_nobody() | environment,
    )


@pytest.fixture(scope="module")
def home(lay_out, tmp_path_factory):
    return lay_out(tmp_path_factory.mktemp("office") / "home")


def steps_back(server, longest=60):
    """Whether the worker beside the server comes to weigh less than it within `longest` seconds."""
    until, own = time.monotonic() + longest, os.getpriority(os.PRIO_PROCESS, server.pid)
    while time.monotonic() < until:
        for child in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
            worker = b"jobs.worker" in Path(f"/proc/{child}/cmdline").read_bytes()
            if worker and os.getpriority(os.PRIO_PROCESS, int(child)) > own:
                return True
        time.sleep(0.05)
    return False


@pytest.fixture
def secret_settings(tmp_path):
    """Settings that bring secrets, each in a file, and the secrets by what they are."""
    secret = {"metrics": "m-3f9c27d1b5", "mail": "p-8e1d40a7c2", "invitation": "i-b64f0e93d8"}
    written = {
        "XUNWANG_METRICS_TOKEN": secret["metrics"],
        "XUNWANG_MAIL": f"smtp://office:{secret['mail']}@127.0.0.1:9",
    }
    named = {"XUNWANG_MAIL_FROM": "xunwang@example.gov.cn"}
    for name, value in written.items():
        (tmp_path / name).write_text(f"{value}\n")
        named[f"{name}_FILE"] = str(tmp_path / name)
    return named, secret


def status_of(address, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_office_serves_and_ends_cleanly(home, stop, secret_settings):
    named, secret = secret_settings
    server = start(home, **named)
    address = server.stdout.readline().strip()
    behind = steps_back(server)
    with urllib.request.urlopen(address + "login/") as answer:
        page = answer.read().decode()
    style = re.search(r'href="(/static/[^"]+\.css[^"]*)"', page)[1]
    with urllib.request.urlopen(address.rstrip("/") + style) as answer:
        kind = answer.headers["Content-Type"]
    with pytest.raises(urllib.error.HTTPError) as strange:
        urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "strange.example"}))
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    figures = [
        status_of(f"{address}metrics", Authorization=f"Bearer {token}") for token in (secret["metrics"], "no")
    ]
    status_of(f"{address}invite/{secret['invitation']}/")

    server.send_signal(stop)
    out, err = server.communicate(timeout=600)

    assert "<h1>首次设置</h1>" in page
    assert kind.startswith("text/css")
    assert (server.returncode, out.strip()) == (0, "ended")
    assert "XUNWANG_HOSTS" in strange.value.read().decode()
    assert [line.split()[2] for line in err.splitlines() if "strange.example" in line] == ["ERROR"]
    assert figures == [200, 401]
    assert [what for what, value in secret.items() if value in out + err] == []
    assert "Traceback" not in err  # a busy machine may let the server say that it had to press a worker
    assert behind
    assert children
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_the_data_folder_is_for_its_owner_only(empty_database):
    home = empty_database.parent  # as a first start made it

    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_busy_port_is_one_sentence(home):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        server = start(home, port)
        _, err = server.communicate(timeout=600)

    assert (
        err.strip() == f"refused: 127.0.0.1:{port} 不能使用（端口已被别的程序占用），请用 --port 换一个端口。"
    )
    assert server.returncode == 1


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    server = start(tmp_path / "file" / "home")
    _, err = server.communicate(timeout=600)

    assert err.startswith("refused: 数据目录")
    assert err.count("\n") == 1


def test_a_broken_database_is_one_sentence(tmp_path):
    (tmp_path / "office.sqlite3").write_bytes(
        b"this is no database at all, but long enough to look like a file" * 40
    )
    server = start(tmp_path)
    _, err = server.communicate(timeout=600)

    assert "数据库打不开" in err
    assert err.count("\n") == 1


def test_serving_others_needs_their_host_names(home):
    server = start(home, host="0.0.0.0")
    _, err = server.communicate(timeout=600)

    assert err.startswith("refused: 要在 0.0.0.0 上对外服务")
    assert "XUNWANG_HOSTS" in err


def test_a_server_on_all_addresses_tells_the_first_of_its_names(home):
    server = start(home, host="0.0.0.0", XUNWANG_HOSTS="127.0.0.1,xunwang.example.gov.cn")
    address = server.stdout.readline().strip()
    with urllib.request.urlopen(address + "healthz") as answer:
        assert answer.read().decode().strip() == "ok"
    server.terminate()
    server.communicate(timeout=600)

    assert address.startswith("http://127.0.0.1:")


def test_no_key_is_made_beside_the_one_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("XUNWANG_SECRET_KEY", "k" * 40)
    environment.create_secret_key(tmp_path)

    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_no_half_a_key(tmp_path):
    made = "from pathlib import Path; from xunwang.office import environment; environment.create_secret_key(Path(sys.argv[1]))"
    script = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)); {made}"
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, env=environment_of_nobody(), capture_output=True, text=True, check=False)

    assert "OSError" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("left", [b"", b"half", bytes(67), b"\xff" * 67])
def test_a_key_that_a_power_cut_left_is_one_sentence(tmp_path, monkeypatch, left):
    monkeypatch.delenv("XUNWANG_SECRET_KEY", raising=False)
    (tmp_path / "secret.key").write_bytes(left)

    with pytest.raises(ImproperlyConfigured, match=r"secret\.key 是空的或已损坏，请从备份恢复它"):
        environment.secret_key(tmp_path)


@pytest.mark.parametrize(
    ("username", "password", "role", "words"),
    [
        ("taken", PASSWORD, "supervisor", "已经存在"),
        ("new", "short", "supervisor", "密码不合要求"),
        ("new", "1234567890", "supervisor", "密码不合要求"),
        ("new", PASSWORD, "king", "没有“king”这个角色"),
    ],
)
def test_an_account_that_cannot_be_is_refused(office, username, password, role, words):
    boot.create_account("taken", PASSWORD, "auditor", office.city)

    with pytest.raises(OfficeError, match=words):
        boot.create_account(username, password, role, office.city)
    assert not User.objects.filter(username="new").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("XUNWANG_HTTPS", "maybe"), ("XUNWANG_SESSION_HOURS", "0"), ("XUNWANG_SECRET_KEY", "short")],
)
def test_a_setting_that_cannot_be_stops_the_start_with_its_name(home, name, value):
    server = start(home, **{name: value})
    _, err = server.communicate(timeout=600)

    assert server.returncode == 1
    assert err.startswith(f"refused: 环境变量 {name} ")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (partial(environment.hosts, default=()), "https://xunwang.example.gov.cn"),
        (partial(environment.hosts, default=()), "xunwang.example.gov.cn:8443"),
        (partial(environment.hosts, default=()), "巡网.政务.cn"),
        (partial(environment.hosts, default=()), "a.example.gov.cn;b.example.gov.cn"),
        (environment.addresses, "https://www.example.gov.cn/,www.example.gov.cn"),
        (environment.addresses, "https://www.example gov.cn/"),
        (partial(environment.address, example="https://a.example.gov.cn"), "xunwang.example.gov.cn"),
        (partial(environment.address, example="https://a.example.gov.cn"), "https://[fd00::1"),
        (environment.origin, "https://a.example.gov.cn:99999"),
        (environment.issuer, "https://a.example.gov.cn:http"),
        (environment.mail_server, "mail.example.gov.cn:25"),
        (environment.mail_server, "smtps://xunwang:a/b@mail.example.gov.cn:465"),
        (environment.mailbox, "巡网 <xunwang@example.gov.cn>"),
    ],
)
def test_an_address_that_cannot_be_is_one_sentence(monkeypatch, read, value):
    monkeypatch.setenv("XUNWANG_TRIED", value)

    with pytest.raises(ImproperlyConfigured, match=r"^环境变量 XUNWANG_TRIED [^\n]+$"):
        read("XUNWANG_TRIED")


def test_lists_take_the_comma_of_either_script(monkeypatch):
    monkeypatch.setenv("XUNWANG_TRIED", "a.example.gov.cn，10.1.2.3, [fd00::1],.example.org")

    assert environment.hosts("XUNWANG_TRIED", ()) == [
        "a.example.gov.cn",
        "10.1.2.3",
        "[fd00::1]",
        ".example.org",
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (None, "不能用（文件或目录不存在）"),
        ("{", "不能用"),
        ('{"max_pages": "many"}', "max_pages"),
        ('{"max_page": 5}', "没有“max_page”这个参数"),
        ('{"connect_to": ["nonsense"]}', "connect-to"),
    ],
)
def test_how_to_look_is_read_before_anybody_relies_on_it(settings, tmp_path, written, words):
    settings.INSPECT = str(tmp_path / "看.json")
    if written is not None:
        (tmp_path / "看.json").write_text(written)

    with pytest.raises(WrongSettingError, match=words):
        boot.serve(port=0)


def test_a_norm_of_the_patrol_that_there_is_none_of_stops_the_start(settings):
    settings.PATROL_NORM = "cn-2091"

    with pytest.raises(WrongSettingError, match="XUNWANG_PATROL_NORM 的值“cn-2091”不能用"):
        boot.work(1)


def test_every_setting_of_the_environment_is_documented_in_one_place():
    folder = Path(environment.__file__).parent
    used = {
        name for path in folder.rglob("*.py") for name in re.findall(r"\bXUNWANG_[A-Z_]+\b", path.read_text())
    }

    assert used == set(re.findall(r"^- `(XUNWANG_[A-Z_]+)`", settings_module.__doc__, re.MULTILINE))
    page = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text()
    assert used == set(re.findall(r"^\| `(XUNWANG_[A-Z_]+)`", page, re.MULTILINE))


@pytest.mark.parametrize(("signal_name", "told"), [("SIGQUIT", False), ("SIGKILL", True), ("SIGSEGV", True)])
def test_a_worker_that_is_stopped_while_it_starts_is_no_news(signal_name, told):
    said = ("Worker (pid:%s) was sent %s!", (7, signal_name))
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, *said, None)
    assert boot._tells_no_stop(record) is told
