"""The second opinion against a stand-in server that speaks the chat protocol."""

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from second_looks import HOST, Web, inspect, page, signs

from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety.opinion import OpinionSettings, second_opinion

HIDDEN = SafetySign(
    kind=SafetyKind.HIDDEN, rule="display", place="a.example/", found="皮鞋批发", why="隐藏的链接"
)
SPAM = SafetySign(kind=SafetyKind.SPAM, rule="text", place="spam:x", found="推广", why="疑似植入")
SURE = SafetySign(
    kind=SafetyKind.SCRIPT, rule="code", place="b.example/", found="脚本", why="植入的脚本", sure=True
)
PERSON = SafetySign(
    kind=SafetyKind.PRIVACY, rule="id_card", place="/a#id_card", found="99****12", why="身份证号码"
)


class Model(ThreadingHTTPServer):
    """Answers every chat with `said` (text, or a function of the lines asked about) under `status`."""

    daemon_threads = True

    def __init__(self, said, status=200):
        self.said, self.status = said, status
        self.asked, self.headers = [], []
        self.held = threading.Event()
        super().__init__(("127.0.0.1", 0), _Chat)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.held.set()
        self.shutdown()
        self.server_close()


class _Chat(BaseHTTPRequestHandler):
    def do_POST(self):
        model = self.server
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/v1/chat/completions"
        lines = asked["messages"][-1]["content"].splitlines()
        model.asked.append(lines)
        model.headers.append(dict(self.headers))
        if model.said is None:
            model.held.wait()
            return
        said = model.said(lines) if callable(model.said) else model.said
        body = json.dumps(
            {
                "id": "1",
                "object": "chat.completion",
                "choices": [{"index": 0, "message": {"role": "assistant", "content": said}}],
            }
        ).encode()
        self.send_response(model.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        return


def ask(signs, model, **settings):
    heard = []
    made = OpinionSettings(address=model.address, model="local", **settings)
    return asyncio.run(second_opinion(signs, made, tell=heard.append)), heard


def test_an_inspection_asks_only_where_a_server_is_named(tmp_path):
    trade = page(
        ("/a/", "动态"),
        foot='<div style="position:absolute;left:-3000px"><a href="http://xie.example/">皮鞋批发</a></div>',
    )
    with Model(lambda lines: verdicts(*["drop"] * len(lines))) as model, Web({HOST: {"/": trade}}) as web:
        plain = inspect(web, tmp_path / "plain")
        asked_before = len(model.asked)
        ruled = inspect(web, tmp_path / "ruled", opinion_server=model.address, opinion_model="local")
    assert [fact.sign.place for fact in signs(plain, "hidden")] == ["xie.example/"]
    assert asked_before == 0
    assert signs(ruled, "hidden") == []
    assert any("皮鞋批发" in line for line in model.asked[0])


def verdicts(*words):
    return json.dumps([{"id": number, "verdict": word} for number, word in enumerate(words, 1)])


def test_what_it_drops_goes_and_what_it_confirms_is_sure():
    with Model(f"好的。\n```json\n{verdicts('drop', 'confirm')}\n```") as model:
        kept, heard = ask([HIDDEN, SPAM], model, key="secret")
    assert [(sign.kind, sign.sure) for sign in kept] == [(SafetyKind.SPAM, True)]
    assert "模型复核认为属实" in kept[0].why
    assert heard == []
    assert model.headers[0]["Authorization"] == "Bearer secret"


def test_it_is_asked_neither_about_what_is_sure_nor_about_people():
    with Model(lambda lines: verdicts(*["drop"] * len(lines))) as model:
        kept, _ = ask([SURE, PERSON, HIDDEN], model)
    assert kept == [SURE, PERSON]
    assert len(model.asked) == 1
    assert not any("99****12" in line for line in model.asked[0])


def test_many_suspicions_go_in_batches():
    signs = [HIDDEN] * 7
    with Model(lambda lines: verdicts(*["unsure"] * len(lines))) as model:
        kept, _ = ask(signs, model, batch=3)
    assert kept == signs
    assert sorted(map(len, model.asked)) == [1, 3, 3]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("不知道", 200),
        ('[{"id":1,"verdict":"drop","why":' + "[" * 10_000 + "]" * 10_000 + "}]", 200),
        ('[{"id":1,"verdict":"perhaps"}]', 200),
        ("[]", 200),
        (verdicts("drop"), 500),
        ('[{"id":9,"verdict":"drop"}]', 200),
    ],
)
def test_an_answer_that_is_none_changes_nothing(said, status):
    with Model(said, status) as model:
        kept, _ = ask([HIDDEN], model)
    assert kept == [HIDDEN]


def test_a_server_that_says_nothing_changes_nothing():
    with Model(None) as model:
        kept, heard = ask([HIDDEN], model, timeout=0.2)
    assert kept == [HIDDEN]
    assert "保持原样" in heard[0]


def test_a_server_that_does_not_answer_is_soon_left_alone():
    with Model(verdicts("drop"), 500) as model:
        kept, heard = ask([HIDDEN] * 9, model, batch=1)
    assert kept == [HIDDEN] * 9
    assert len(model.asked) < 9
    assert f"余下{9 - len(model.asked)}条疑点保持原样" in heard[-1]


def test_a_server_that_is_not_there_changes_nothing():
    with Model("[]") as model:
        gone = model.address
    settings = OpinionSettings(address=gone, model="local", timeout=5)
    assert asyncio.run(second_opinion([HIDDEN], settings)) == [HIDDEN]


def test_the_gate_opens_for_nothing_but_the_configured_address():
    guard = OpinionSettings(address="http://127.0.0.1:8000/v1", model="local").guard()
    guard.check_address("127.0.0.1", "127.0.0.1")
    with pytest.raises(OSError, match="不是公网地址"):
        guard.check_address("127.0.0.2", "127.0.0.1")


@pytest.mark.parametrize("address", ["localhost:8000", "ftp://x/", ""])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValueError, match="模型服务地址应为"):
        OpinionSettings(address=address, model="local")
