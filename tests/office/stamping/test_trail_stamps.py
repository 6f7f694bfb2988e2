"""The head of the trail stamped by an authority: a real one, made of `openssl ts`, on loopback."""

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse

from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import algorithm_of, broken_entries, log_action, seal, seal_of_end
from xunwang.office.people.models import AuditEntry, TrailHead
from xunwang.office.people.roles import Role
from xunwang.office.stamping.daily import stamp_today
from xunwang.office.stamping.models import TrailStamp

_SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/cert.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = nobody
x509_extensions = stamping
prompt = no
[nobody]
CN = Stamps
[stamping]
basicConstraints = critical,CA:true
extendedKeyUsage = critical,timeStamping
"""


def openssl(*words, **options):
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True, **options).stdout


class Authority:
    """`answers` is what it gives instead of a stamp, when set."""

    def __init__(self, folder):
        self.folder, self.config, self.answers = folder, folder / "openssl.cnf", None
        self.config.write_text(_SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01")
        openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", self.config,
            "-keyout", folder / "key.pem", "-out", folder / "cert.pem",
        )  # fmt: skip

    def answer(self, query):
        if self.answers is not None:
            return self.answers
        asked, given = self.folder / "query", self.folder / "answer"
        asked.write_bytes(query)
        openssl("ts", "-reply", "-config", self.config, "-queryfile", asked, "-out", given)
        return given.read_bytes()


@pytest.fixture
def authority(tmp_path, settings):
    if shutil.which("openssl") is None:
        pytest.skip("GATE SKIPPED: no openssl on this machine")
    made = Authority(tmp_path)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = made.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    settings.TSA, settings.SEND_TO, settings.SEND_PORTS = (
        f"http://127.0.0.1:{port}/",
        ["127.0.0.1/32"],
        [port],
    )
    yield made
    server.shutdown()
    server.server_close()


def test_a_stamp_holds_for_openssl_over_the_head_of_the_trail(office, authority, client, tmp_path):
    log_action("account.created", office.city, user=None, unit=office.city)
    stamp = stamp_today()
    client.force_login(office.user(office.city, Role.AUDITOR))
    page = client.get(reverse("audit")).content.decode()
    file = tmp_path / "stamp.tsr"
    file.write_bytes(client.get(reverse("audit_stamp", args=[stamp.pk])).content)
    checked = openssl(
        "ts", "-verify", "-digest", stamp.hash, "-in", file, "-CAfile", authority.folder / "cert.pem"
    )  # fmt: skip

    assert b"OK" in checked
    assert stamp.hash in page
    assert stamp_today().pk == stamp.pk
    assert TrailStamp.objects.count() == 1


def test_an_empty_trail_is_not_stamped(office, authority):
    AuditEntry.objects.all().delete()
    assert stamp_today() is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "不完整"),
        (b"<html>", "不是时间戳"),
        (bytes.fromhex("30053003020102"), "没有同意"),
        (bytes.fromhex("30053003020100"), "不是为这条记录"),
        (bytes.fromhex("30843003"), "不完整"),
    ],
)
def test_what_is_no_stamp_is_refused_and_not_kept(office, authority, answer, said):
    log_action("account.created", office.city, user=None, unit=office.city)
    authority.answers = answer

    with pytest.raises(OfficeError, match=said):
        stamp_today()
    assert not TrailStamp.objects.exists()


def test_a_stamp_for_another_entry_is_refused(office, authority):
    log_action("account.created", office.city, user=None, unit=office.city)
    first = stamp_today()
    TrailStamp.objects.all().delete()
    log_action("account.created", office.county, user=None, unit=office.county)
    authority.answers = bytes(first.answer)

    with pytest.raises(OfficeError, match="不是为这条记录"):
        stamp_today()


def test_a_trail_written_anew_with_the_key_shows_at_its_stamp(office, authority, client):
    log_action("account.created", office.city, user=None, unit=office.city, data={"role": "auditor"})
    stamped = stamp_today().entry
    AuditEntry.objects.filter(pk=stamped.pk).update(user_name="别人")
    stamped.refresh_from_db()
    forged = seal(stamped, "sha256")
    AuditEntry.objects.filter(pk=stamped.pk).update(hash=forged)
    TrailHead.objects.update(hash=forged, seal=seal_of_end(stamped.pk, forged))
    client.force_login(office.user(office.city, Role.AUDITOR))

    assert broken_entries() == []
    page = client.get(reverse("audit"), {"verify": "1"}).content.decode()
    assert f"有 1 条记录与校验值不符：第 {stamped.pk} 号" in page


def test_a_trail_may_change_from_sha256_to_sm3(office, settings):
    first = log_action("account.created", office.city, user=None, unit=office.city)
    settings.TRAIL_HASH = "sm3"
    second = log_action("account.created", office.county, user=None, unit=office.county)

    assert (algorithm_of(first), algorithm_of(second)) == ("sha256", "sm3")
    assert broken_entries() == []
    AuditEntry.objects.filter(pk=second.pk).update(user_name="别人")
    assert broken_entries() == [second.pk]
