"""Visits of servers that leave out certificates: what a visitor's browser opens is open, and the wait for a certificate is no part of it."""

import asyncio
import time

import pytest
from certificates import MISSING, Authority
from chained import AT, HOME, HOST, ISSUERS
from loopback import NOON, Loopback, answer

from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach
from xunwang.inspector.watch.model import State, Target
from xunwang.inspector.watch.prober import Prober, ProbeSettings

pytestmark = [pytest.mark.skipif(bool(MISSING), reason=MISSING), pytest.mark.usefixtures("trusting")]


def visits(context, files, times=1):
    """What `times` visits one after the other came to, and what the server of certificates was asked."""
    with Loopback(files) as issuers, Loopback({"/": answer("欢迎")}, tls=context) as site:
        rules = [
            ConnectTo(HOST, 443, "127.0.0.1", site.port),
            ConnectTo(ISSUERS, 80, "127.0.0.1", issuers.port),
        ]
        guard = Guard(connect_to=rules, closed=True)

        async def run():
            prober = Prober(
                guard, lambda: NOON, point="甲", settings=ProbeSettings(limit=20.0, together=8, six=True)
            )
            return [await prober.probe(Target("a", HOME)) for _ in range(times)]

        return asyncio.run(run()), dict(issuers.asked)


def certificate(body):
    return answer(body, headers=("Content-Type: application/pkix-cert",))


def test_what_a_server_leaves_out_is_fetched_once_for_all_visits(middle):
    found, asked = visits(
        middle.server(HOST, issuer_at=AT), {"/issuer.crt": certificate(middle.der())}, times=3
    )
    assert [probe.state for probe in found] == [State.OPEN] * 3
    assert asked == {"/issuer.crt": 1}


def test_what_cannot_be_had_leaves_the_visit_untold(middle):
    found, _ = visits(middle.server(HOST, issuer_at=AT), {})
    assert (found[0].state, found[0].look.detail) == (State.UNCLEAR, Detail.UNKNOWN_ISSUER)


def test_waiting_for_a_certificate_is_not_waiting_for_the_site(middle):
    async def slow(request):
        await asyncio.sleep(2.0)
        await request.say(certificate(middle.der()))

    begun = time.monotonic()
    found, asked = visits(middle.server(HOST, issuer_at=AT), slow)
    whole = (time.monotonic() - begun) * 1000
    assert found[0].look.reach is Reach.OK
    assert whole - found[0].milliseconds >= 2000
    assert asked == {"/issuer.crt": 1}


def test_a_stranger_at_the_end_of_the_chain_stays_untold(tmp_path):
    stranger = Authority(tmp_path / "stranger", "陌生根证书")
    found, _ = visits(
        stranger.server(HOST, issuer_at=AT), {"/issuer.crt": certificate(stranger.der())}, times=2
    )
    assert {probe.state for probe in found} == {State.UNCLEAR}
