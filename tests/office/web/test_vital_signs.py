"""Health and figures for machines, and logs for collectors: no account needed, nothing secret told."""

import io
import json
import logging
import re

import pytest
from rectify_samples import judged

from xunwang.office import environment, logs, vitals
from xunwang.office.jobs.queue import ask


def test_health_says_no_more_than_whether_pages_can_be_answered(client, office):
    answer = client.get("/healthz", HTTP_HOST="10.9.8.7")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


def test_a_folder_that_is_not_made_yet_is_told_and_keeps_no_other_sign_back(office, settings, tmp_path):
    settings.HOME = settings.RUNS_FOLDER = tmp_path / "later" / "office"
    signs = {one.name: one for one in vitals.look()}
    assert "不存在或不能写入" in signs["数据目录"].detail
    assert "剩余" in signs["磁盘空间"].detail


def test_figures_are_for_those_with_the_token(client, office, settings, tmp_path):
    assert (
        client.get("/metrics").status_code == 302
    )  # without a token there are none; the page leads to the log-in
    settings.METRICS_TOKEN = "a-long-token"
    settings.HOME = tmp_path
    judged(office, tmp_path)
    ask("look", 1)

    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 401
    answer = client.get("/metrics", headers={"authorization": "Bearer a-long-token"})
    text = answer.content.decode()

    assert answer.status_code == 200
    assert 'xunwang_jobs{kind="look",state="queued"} 1' in text
    assert 'xunwang_findings{state="waits"} 1' in text
    assert re.search(r"^xunwang_disk_free_bytes \d+$", text, re.MULTILINE)
    assert all(
        re.fullmatch(r"# (HELP|TYPE) \w+ .+|\w+(\{[^}]+\})? [\d.]+", line) for line in text.splitlines()
    )
    assert "东河" not in text
    assert "donghe" not in text


@pytest.fixture
def log():
    """A logger that writes JSON lines, and what it wrote."""
    written, logger = io.StringIO(), logging.getLogger("xunwang.answers")
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLine())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def test_each_answer_is_one_record_without_its_address(client, office, log):
    user = office.user(office.city, "supervisor")
    client.force_login(user)
    client.get("/campaigns/")
    client.get("/invite/very-secret-invitation/")
    first, second = log()

    assert (first["route"], first["status"], first["user"]) == ("campaigns/", 200, user.pk)
    assert first["ms"] > 0
    assert second["route"] == "invite/<str:token>/"
    assert "very-secret" not in json.dumps(second)


@pytest.mark.parametrize(
    "text",
    [
        "https://robot.example.cn/send?access_token=s3cr3t9",
        "smtps://account:s3cr3t9@mail.example.cn:465",
        "GET /invite/s3cr3t9/ failed",
        "https://bot.example.cn/open-apis/bot/v2/hook/s3cr3t9",
        "{'password=s3cr3t9'}",
    ],
)
def test_no_secret_gets_into_a_line_or_its_traceback(log, text):
    try:
        int(text)
    except ValueError:
        logging.getLogger("xunwang.answers").exception("could not send: %s", text)
    (record,) = log()

    assert "s3cr3t9" not in json.dumps(record)
    assert "***" in record["message"]
    assert "ValueError" in record["error"]
    assert "s3cr3t9" not in logs.Line().format(logging.makeLogRecord({"msg": text}))


def test_a_secret_may_come_from_a_file_but_not_twice(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("from-a-file\n")
    monkeypatch.setenv("XUNWANG_METRICS_TOKEN_FILE", str(tmp_path / "token"))
    assert environment.secret("XUNWANG_METRICS_TOKEN") == "from-a-file"

    monkeypatch.setenv("XUNWANG_METRICS_TOKEN", "given")
    with pytest.raises(environment.ImproperlyConfigured, match="只能给出一个"):
        environment.secret("XUNWANG_METRICS_TOKEN")
    monkeypatch.delenv("XUNWANG_METRICS_TOKEN")
    monkeypatch.setenv("XUNWANG_METRICS_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(environment.ImproperlyConfigured, match="读不出来"):
        environment.secret("XUNWANG_METRICS_TOKEN")
