"""Messages leave by real workers to real servers on loopback; what may not be reached is not connected to."""

import email
import email.policy
import json

import pytest
from django.utils import timezone
from receiving import mail_server, web_server

from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job
from xunwang.office.jobs.queue import work_off
from xunwang.office.messages import addresses, service
from xunwang.office.messages.models import Channel, ChannelKind, Message, MessageState
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.sealing import seal, unseal

TOKEN = "b7c1" + "0" * 28


@pytest.fixture
def allowed(settings):
    settings.SEND_TO = ["127.0.0.1"]

    def at(server):
        settings.SEND_PORTS = [server.server_address[1]]
        return server.server_address[1]

    return at


def channel(office, kind, address, **fields):
    by = office.user(office.city, Role.SUPERVISOR)
    return service.add_channel(office.county, kind, "督办群", address, by=by, **fields)


def send(office, key="ticket:1:near"):
    return service.send(
        office.county, topic="ticket.near", key=key, title="整改将到期", text="请于明日前回复。"
    )


def test_a_letter_arrives_once_with_its_words(office, allowed, settings):
    with mail_server() as server:
        settings.MAIL_SERVER = f"smtp://127.0.0.1:{allowed(server)}"
        settings.MAIL_FROM = "xunwang@example.gov.cn"
        channel(office, ChannelKind.MAIL, "a@example.gov.cn，b@example.gov.cn")
        assert len(send(office)) == 1
        assert send(office) == []
        work_off()

    letters = [email.message_from_bytes(raw, policy=email.policy.default) for raw in server.kept]
    assert {letter["To"] for letter in letters} == {"a@example.gov.cn", "b@example.gov.cn"}
    assert {letter["Subject"] for letter in letters} == {"整改将到期"}
    assert {letter["From"] for letter in letters} == {"巡网 <xunwang@example.gov.cn>"}
    assert "请于明日前回复。" in letters[0].get_body().get_content()
    assert Message.objects.get().state == MessageState.SENT


def test_what_is_refused_is_tried_later_and_kept(office, allowed):
    with web_server() as server:
        server.answers += [500]
        channel(office, ChannelKind.JSON, f"http://127.0.0.1:{allowed(server)}/hook/{TOKEN}")
        send(office)
        work_off()
        failed, job = Message.objects.get(), Job.objects.get(kind=service.SEND)
        assert (failed.state, failed.tries) == (MessageState.WAITING, 1)
        assert job.due_at > timezone.now()
        assert failed.problem == "通用接口（JSON）没有收下：对方返回 500。"
        Job.objects.update(due_at=timezone.now())
        work_off()

    sent = Message.objects.get()
    assert (sent.state, sent.tries, sent.problem) == (MessageState.SENT, 2, "")
    assert json.loads(server.kept[-1][2])["message"] == "请于明日前回复。"
    send(office, key="ticket:1:late")  # when nobody listens there any more
    work_off()
    assert Message.objects.latest("pk").problem == "通用接口（JSON）没有收下：没有连上对方。"


def test_inside_addresses_are_not_connected_to_unless_allowed(office):
    with web_server() as server:
        channel(office, ChannelKind.JSON, f"http://127.0.0.1:{server.server_address[1]}/")
        channel(office, ChannelKind.JSON, "http://169.254.169.254/latest/")
        send(office)
        work_off()

    assert server.kept == []
    problems = [message.problem for message in Message.objects.all()]
    assert all("XUNWANG_SEND_TO" in problem for problem in problems), problems


def test_secrets_are_sealed_and_forgotten_when_a_channel_stops(office):
    address = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}"
    made = channel(office, ChannelKind.WECOM, address)
    kept = Channel.objects.values_list("sealed", "hint").get()

    assert TOKEN not in "".join(kept)
    assert unseal(made.sealed) == TOKEN
    assert TOKEN not in json.dumps(list(AuditEntry.objects.values_list("data", flat=True)))
    service.stop_channel(made, by=office.user(office.city, Role.SUPERVISOR))
    assert Channel.objects.get().sealed == ""
    assert send(office) == []


def test_another_key_of_the_office_is_one_sentence(settings):
    sealed = seal("words")
    settings.SECRET_KEY = "another key of at least thirty-two signs"

    with pytest.raises(OfficeError, match=r"secret\.key"):
        unseal(sealed)


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        (ChannelKind.MAIL, "not an address", "收件地址“not”不对"),
        (ChannelKind.MAIL, "", "收件地址"),
        (ChannelKind.WECOM, f"https://example.com/send?key={TOKEN}", "企业微信群机器人的地址不对"),
        (ChannelKind.WECOM, "http://qyapi.weixin.qq.com/cgi-bin/webhook/send", "整行复制"),
        (ChannelKind.FEISHU, "https://open.feishu.cn/", "飞书"),
        (ChannelKind.JSON, "ftp://example.com/", "应为 http://"),
        (ChannelKind.JSON, "http://user:word@example.com/", "应为 http://"),
        (ChannelKind.JSON, "http://[::1", "应为 http://"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_one_sentence(kind, written, words):
    with pytest.raises(OfficeError, match=words.replace("/", "/")):
        addresses.normal(kind, written)


@pytest.mark.parametrize(
    ("kind", "written", "secret", "leads_to"),
    [
        (
            ChannelKind.DINGTALK,
            f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
            "SEC0000000",
            addresses.Target(f"dingtalk://SEC0000000@{TOKEN}/", "oapi.dingtalk.com", 443),
        ),
        (
            ChannelKind.FEISHU,
            f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}",
            "",
            addresses.Target(f"feishu://{TOKEN}/", "open.feishu.cn", 443),
        ),
        (
            ChannelKind.JSON,
            "https://hook.example.gov.cn/a",
            "",
            addresses.Target("jsons://hook.example.gov.cn/a", "hook.example.gov.cn", 443),
        ),
    ],
)
def test_every_robot_is_written_as_apprise_reads_it(kind, written, secret, leads_to):
    import apprise  # noqa: PLC0415  # slow to import

    kept = addresses.normal(kind, written, secret)
    target = addresses.target(kind, kept, mail_server="", sender="")

    assert target == leads_to
    assert apprise.Apprise.instantiate(target.address) is not None
