"""Servers that leave out the certificates between theirs and the authority: these are fetched as browsers do, and vouch for nothing by themselves."""

import asyncio
import ssl

import pytest
import steady
from certificates import MISSING, Authority
from chained import AT, HOME, HOST, ISSUERS
from loopback import EAGER, Loopback, answer, clock

from xunwang.inspector.fetch.certificates import vouched_in
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.trust import is_vouched_for
from xunwang.inspector.model import Reach

pytestmark = [pytest.mark.skipif(bool(MISSING), reason=MISSING), pytest.mark.usefixtures("trusting")]


def file(body):
    return answer(body, headers=("Content-Type: application/pkix-cert",))


class Seen:
    """What came of asking for the home page `times` times, and what the server of certificates was asked."""

    def __init__(self, context, files, times=1, *, fetched=True):
        with Loopback(files) as issuers, Loopback({"/": answer("secret")}, tls=context) as site:
            rules = [ConnectTo(HOST, 443, "127.0.0.1", site.port)]
            if fetched:
                rules.append(ConnectTo(ISSUERS, 80, "127.0.0.1", issuers.port))
            self.exchanges, self.told = steady.run(self._ask(Guard(connect_to=rules, closed=True), times))
            self.asked = dict(issuers.asked)

    @staticmethod
    async def _ask(guard, times):
        async with Client(guard, clock, FetchSettings(timeout=20.0, manners=EAGER)) as client:
            exchanges = await asyncio.gather(*(client.fetch(HOME) for _ in range(times)))
            return exchanges, client.connections.issuers_of(HOME)

    @property
    def end(self):
        attempt = self.exchanges[0].attempt
        return attempt.reach, attempt.detail


UNKNOWN = (Reach.TLS, Detail.UNKNOWN_ISSUER)


def test_what_a_server_leaves_out_is_fetched_once_and_told(middle):
    seen = Seen(middle.server(HOST, issuer_at=AT), {"/issuer.crt": file(middle.der())}, times=6)
    assert {exchange.body for exchange in seen.exchanges} == {b"secret"}
    assert seen.asked == {"/issuer.crt": 1}
    assert [(one.url, one.status, one.body) for one in seen.told] == [(AT, 200, middle.der())]


def test_a_whole_chain_asks_nobody(root, middle):
    seen = Seen(root.server(HOST, issuer_at=AT), {"/issuer.crt": file(middle.der())})
    assert seen.exchanges[0].body == b"secret"
    assert (seen.asked, seen.told) == ({}, ())


@pytest.mark.parametrize("form", ["pem", "bag"])
def test_certificates_lie_there_in_several_forms(middle, form):
    body = middle.file.read_bytes() if form == "pem" else middle.bag()
    seen = Seen(middle.server(HOST, issuer_at=AT), {"/issuer.crt": file(body)})
    assert seen.exchanges[0].body == b"secret"


def test_two_of_them_are_left_out(middle, tmp_path):
    lower = middle.below(tmp_path / "lower", "示例下级证书", issuer_at=f"http://{ISSUERS}/upper.crt")
    files = {"/issuer.crt": file(lower.der()), "/upper.crt": file(middle.der())}
    seen = Seen(lower.server(HOST, issuer_at=AT), files)
    assert seen.exchanges[0].body == b"secret"
    assert [one.url for one in seen.told] == [AT, f"http://{ISSUERS}/upper.crt"]


def test_an_authority_does_not_vouch_for_itself(tmp_path):
    """Whoever sits on the way could hand out his own: it must not become one that is trusted."""
    stranger = Authority(tmp_path / "stranger", "陌生根证书")
    seen = Seen(stranger.server(HOST, issuer_at=AT), {"/issuer.crt": file(stranger.der())})
    assert seen.end == UNKNOWN


def test_nor_by_other_capitals_of_its_name(tmp_path):
    """For OpenSSL such a one has issued itself, and would be an end of the chain."""
    stranger = Authority(tmp_path / "stranger", "Shili Trust Root")
    again = stranger.below(tmp_path / "again", "SHILI  trust root", same_key=True)
    seen = Seen(again.server(HOST, issuer_at=AT), {"/issuer.crt": file(again.der())})
    assert seen.end == UNKNOWN


def test_nor_by_another_spelling_of_its_name(tmp_path):
    """What OpenSSL reads counts, not what we read."""
    stranger = Authority(tmp_path / "stranger", "Shili Trust Root")
    seen = Seen(stranger.server(HOST, issuer_at=AT), {"/issuer.crt": file(stranger.in_pieces())})
    assert seen.end == UNKNOWN
    assert seen.asked == {"/issuer.crt": 1}


def test_one_that_a_stranger_vouches_for_is_not_enough(tmp_path):
    stranger = Authority(tmp_path / "stranger", "陌生根证书")
    below = stranger.below(tmp_path / "below", "陌生中间证书", issuer_at=f"http://{ISSUERS}/root.crt")
    files = {"/issuer.crt": file(below.der()), "/root.crt": file(stranger.der())}
    seen = Seen(below.server(HOST, issuer_at=AT), files, times=3)
    assert seen.end == UNKNOWN


def test_what_is_wrong_besides_is_told_then(middle):
    context = middle.server(HOST, issuer_at=AT, start="20200101000000Z", end="20210101000000Z")
    seen = Seen(context, {"/issuer.crt": file(middle.der())})
    assert seen.end == (Reach.TLS, Detail.EXPIRED)


def test_an_old_one_that_lies_there_says_nothing_of_the_server(root, tmp_path):
    """Who has a newer one at hand, as browsers may, opens the site."""
    old = root.below(tmp_path / "old", "示例旧中间证书", end="20210101000000Z")
    seen = Seen(old.server(HOST, issuer_at=AT), {"/issuer.crt": file(old.der())})
    assert seen.end == UNKNOWN
    assert seen.asked == {"/issuer.crt": 1}


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"/issuer.crt": file(b"")},
        {"/issuer.crt": file(b"\x30\x82\xff\xff")},
        {"/issuer.crt": file("没有这样的证书")},
        {"/issuer.crt": file(b"\x30" * 300_000)},
        {"/issuer.crt": b"no HTTP at all\r\n\r\n"},
    ],
)
def test_what_does_not_come_leaves_the_site_unread(middle, files):
    seen = Seen(middle.server(HOST, issuer_at=AT), files, times=3)
    assert seen.end == UNKNOWN
    assert seen.told == ()


def test_the_gate_holds_for_issuers_too(middle):
    seen = Seen(middle.server(HOST, issuer_at=AT), {"/issuer.crt": file(middle.der())}, fetched=False)
    assert seen.end == UNKNOWN
    assert seen.asked == {}


@pytest.mark.parametrize("place", [None, "https://ca.shilica.cn/issuer.crt", "ldap://ca.shilica.cn/cn=x"])
def test_only_http_is_asked(middle, place):
    seen = Seen(middle.server(HOST, issuer_at=place), {"/issuer.crt": file(middle.der())})
    assert seen.end == UNKNOWN
    assert seen.asked == {}


def test_another_certificate_than_the_issuers_is_of_no_use(middle, root, tmp_path):
    other = root.below(tmp_path / "other", "另一中间证书")
    seen = Seen(middle.server(HOST, issuer_at=AT), {"/issuer.crt": file(other.der())})
    assert seen.end == UNKNOWN


def test_a_spoiled_certificate_breaks_nothing(middle):
    bag, whole = middle.bag(), middle.der()
    for place in range(len(whole)):
        spoiled = bytearray(whole)
        spoiled[place] ^= 0xFF
        found = vouched_in(bytes(spoiled)) + vouched_in(whole[:place]) + vouched_in(bag[place:])
        assert all(ssl.DER_cert_to_PEM_cert(one.der) for one in found)
        assert {is_vouched_for(one.der) for one in found} <= {True, False}
