"""Everything that can be wrong with an encrypted connection, each from a server that does exactly that."""

import asyncio
import os
import socket
import ssl
import threading
from contextlib import suppress

import pytest
from certificates import MISSING, RSA, Authority, self_signed, weak_group
from loopback import EAGER, Loopback, answer, clock, fetch

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.trust import tls_context
from xunwang.inspector.model import Reach

HOST = "www.shili.gov.cn"
HOME = f"https://{HOST}/"
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def _trusted(authority, monkeypatch):
    """The machine trusts our authority and nobody else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


def ask(context, **settings):
    with Loopback({"/": answer("secret")}, tls=context) as server:
        guard = Guard(connect_to=[ConnectTo(HOST, 443, "127.0.0.1", server.port)])
        return fetch(guard, HOME, **settings), server


def fault(context):
    """The end of a request that must not have been made."""
    exchange, server = ask(context)
    assert not server.requests
    assert exchange.attempt.status is None
    return exchange.attempt.reach, exchange.attempt.detail


def test_a_good_certificate_is_good(authority):
    exchange, _ = ask(authority.server(HOST))
    assert exchange.body == b"secret"


def test_an_expired_certificate(authority):
    context = authority.server(HOST, start="20200101000000Z", end="20210101000000Z")
    assert fault(context) == (Reach.TLS, Detail.EXPIRED)


def test_a_certificate_of_the_future(authority):
    context = authority.server(HOST, start="20990101000000Z")
    assert fault(context) == (Reach.TLS, Detail.NOT_YET_VALID)


def test_a_certificate_for_another_host(authority):
    assert fault(authority.server("other.shili.gov.cn")) == (Reach.TLS, Detail.WRONG_HOST)


def test_a_certificate_made_for_something_else(authority):
    assert fault(authority.server(HOST, purpose="clientAuth")) == (Reach.TLS, Detail.UNFIT_CERTIFICATE)


def test_certificates_are_judged_alike_by_every_python():
    """Since 3.13 its own contexts ask for more than browsers do."""
    assert tls_context().verify_flags == ssl.VERIFY_X509_TRUSTED_FIRST


def test_a_certificate_that_nobody_vouches_for(tmp_path):
    assert fault(self_signed(tmp_path, HOST)) == (Reach.TLS, Detail.SELF_SIGNED)


def test_a_certificate_of_an_unknown_authority(tmp_path):
    stranger = Authority(tmp_path / "stranger", "陌生根证书")
    assert fault(stranger.server(HOST)) == (Reach.TLS, Detail.UNKNOWN_ISSUER)


def raw(behave, **settings):
    """The end of a request to a server that never gets as far as TLS."""

    def serve():
        while True:
            try:
                connection, _ = sock.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                behave(connection)

    with socket.create_server(("127.0.0.1", 0)) as sock:
        talk = threading.Thread(target=serve)
        talk.start()
        try:
            rule = ConnectTo(HOST, 443, "127.0.0.1", sock.getsockname()[1])
            exchange = fetch(Guard(connect_to=[rule]), HOME, **settings)
        finally:
            sock.shutdown(socket.SHUT_RDWR)
            talk.join()
    return exchange.attempt.reach, exchange.attempt.detail


def hears(say=b""):
    """A server that hears the client out and says this."""

    def behave(connection):
        connection.recv(4096)
        connection.sendall(say)

    return behave


def hears_for_ever(connection):
    """Until the client has hung up."""
    while connection.recv(4096):
        pass


def speaks(context):
    """A server that tries to agree on a protocol, and says so when it cannot."""

    def behave(connection):
        context.wrap_socket(connection, server_side=True).close()

    return behave


def reset(connection):
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def test_plain_http_on_the_port_of_tls():
    assert raw(hears(answer("plain", "400 Bad Request"))) == (Reach.TLS, Detail.NO_TLS)


def test_another_service_on_the_port_of_tls():
    assert raw(hears(b"220 mail ready\r\n")) == (Reach.TLS, Detail.NO_TLS)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_server_that_speaks_only_an_old_protocol(authority):
    context = authority.server(HOST)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    assert raw(speaks(context)) == (Reach.TLS, Detail.OLD_PROTOCOL)


def test_a_server_that_knows_only_broken_ciphers(authority):
    context = authority.server(HOST)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("NULL:@SECLEVEL=0")
    assert raw(speaks(context)) == (Reach.TLS, Detail.NOTHING_SHARED)


def old(context, ciphers):
    """The context of a server that is ten years old and never was set up."""
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    return context


@pytest.mark.parametrize(
    "ciphers",
    ["AES128-SHA", "AES256-SHA", "AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA"],
)
def test_what_old_servers_have_left_of_what_browsers_speak(authority, ciphers):
    exchange, _ = ask(old(authority.server(HOST, key=RSA), ciphers))
    assert exchange.body == b"secret"


def test_a_weak_group_is_not_walked_into(authority, tmp_path):
    """Browsers do not offer the exchange for which an old server would pick it."""
    context = old(authority.server(HOST, key=RSA), "DHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA:AES128-SHA")
    context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE
    context.load_dh_params(weak_group(tmp_path))
    exchange, _ = ask(context)
    assert exchange.body == b"secret"


def test_a_server_that_wants_to_see_a_certificate(authority):
    context = authority.server(HOST)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED

    def behave(connection):
        with socket.socket(fileno=os.dup(connection.fileno())) as below:
            with suppress(ssl.SSLError):  # it has said why, and closes no more than its own end
                context.wrap_socket(connection, server_side=True)
            hears_for_ever(below)

    assert raw(behave) == (Reach.CHALLENGE, Detail.CLIENT_CERTIFICATE)


@pytest.mark.parametrize("refusal", [None, 42, 46])
def test_an_older_server_that_wants_to_see_a_certificate_does_not_say_so_in_its_refusal(authority, refusal):
    """Others than OpenSSL call the certificate that did not come a bad or an unknown one."""
    context = authority.server(HOST)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED

    def behave(connection):
        with socket.socket(fileno=os.dup(connection.fileno())) as below:
            coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
            talk = context.wrap_bio(coming, going, server_side=True)
            while True:
                try:
                    talk.do_handshake()
                except ssl.SSLWantReadError:
                    below.sendall(going.read())
                    coming.write(below.recv(65_536))
                except ssl.SSLError:
                    below.sendall(bytes((21, 3, 3, 0, 2, 2, refusal)) if refusal else going.read())
                    return

    assert raw(behave) == (Reach.CHALLENGE, Detail.CLIENT_CERTIFICATE)


def test_encryption_that_breaks_once_it_stands_is_an_answer_that_breaks_off(authority):
    """As soon as a head was there; what of it arrives together with the break is not heard of."""
    context = authority.server(HOST)

    def behave(connection):
        below = socket.socket(fileno=os.dup(connection.fileno()))
        with below, context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(answer("secret", length=9_999))
            below.sendall(b"HTTP/1.1 500 in the middle\r\n\r\n")
            hears_for_ever(below)

    assert raw(behave) in {(Reach.PROTOCOL, Detail.BROKEN_OFF), (Reach.RESET, None)}


def test_a_handshake_that_is_reset():
    assert raw(reset) == (Reach.TLS, Detail.HANDSHAKE)


def test_a_handshake_that_is_hung_up():
    assert raw(hears()) == (Reach.TLS, Detail.HANDSHAKE)


def test_a_handshake_that_never_answers():
    assert raw(hears_for_ever, timeout=0.3) == (Reach.TIMEOUT, None)


def test_a_broken_site_does_not_break_the_client_for_others(authority):
    async def run(bad, good):
        guard = Guard(
            connect_to=[
                ConnectTo(HOST, 443, "127.0.0.1", bad.port),
                ConnectTo("good.shili.gov.cn", 443, "127.0.0.1", good.port),
            ]
        )
        async with Client(guard, clock, FetchSettings(manners=EAGER)) as client:
            return [
                (await client.fetch(f"https://{host}/")).attempt.reach for host in (HOST, "good.shili.gov.cn")
            ]

    expired = authority.server(HOST, start="20200101000000Z", end="20210101000000Z")
    with Loopback({"/": answer("x")}, tls=expired) as bad:
        well = authority.server("good.shili.gov.cn")
        with Loopback({"/": answer("y")}, tls=well) as good:
            assert asyncio.run(run(bad, good)) == [Reach.TLS, Reach.OK]
