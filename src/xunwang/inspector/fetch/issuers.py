"""Certificates that a server ought to send along and does not: fetched where the one that it shows says they lie, as browsers do.

What is fetched vouches for nothing: a chain must still end at somebody whom this machine trusts, and what issued itself is left out.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.certificates import Name, Vouched, shown_by, vouched, vouched_in
from xunwang.inspector.fetch.faults import ExchangeError
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.trust import is_vouched_for, tls_context
from xunwang.inspector.model import chain_of, is_starved

_LACKING = frozenset({2, 20, 21})  # OpenSSL's numbers of an issuer that is not at hand (X509_V_ERR_…)
_LONGEST_CHAIN = 4  # certificates between a server's own and the authority
_SECONDS = 8.0
_IN_VAIN_SECONDS = 120.0  # in which what was looked for in vain is not looked for again
_REMEMBERED = 1_000
Fetch = Callable[[str, float], Awaitable[Message]]
Place = tuple[str, int]  # host and port
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class _Completed(NamedTuple):
    issuers: tuple[bytes, ...]
    answers: tuple[Message, ...]


def lacks_issuer(error: BaseException) -> bool:
    """Whether a handshake failed for nothing but a missing issuer."""
    refused = [link for link in chain_of(error) if isinstance(link, ssl.SSLCertVerificationError)]
    return bool(refused) and refused[0].verify_code in _LACKING


class Issuers:
    """What the servers of one client leave out. `fetch` gets an address by the end of a time of the event loop's clock; it raises OSError and ExchangeError."""

    def __init__(self, guard: Guard, fetch: Fetch) -> None:
        self._guard = guard
        self._fetch = fetch
        self._completed: _Some[Place, _Completed] = _Some()
        self._looking: dict[Place, asyncio.Task[_Completed | None]] = {}
        self._in_vain: _Some[Place, float] = _Some()
        self._fetched: _Some[str, Message] = _Some()

    def known(self, place: Place) -> tuple[bytes, ...]:
        """What this server leaves out, in DER from its own issuer upwards; nothing where it was not found to leave out any."""
        found = self._completed.get(place)
        return found.issuers if found else ()

    def answers_for(self, place: Place) -> tuple[Message, ...]:
        """The answers in which it came."""
        found = self._completed.get(place)
        return found.answers if found else ()

    async def look_for(self, place: Place, tried: tuple[bytes, ...], *, within: float) -> tuple[bytes, ...]:
        """As `known`, looked for if need be; nothing when there is no more to be had than what was `tried`.

        Who asks meanwhile waits for the same answer, nobody for longer than `within` seconds.
        """
        now = asyncio.get_running_loop().time()
        known = self.known(place)
        if known != tried:
            return known
        if known:
            del self._completed[place]
            self._in_vain.keep(place, now + _IN_VAIN_SECONDS)
        if self._in_vain.get(place, 0.0) > now:
            return ()
        if place not in self._looking:
            self._looking[place] = asyncio.create_task(self._look(place))
        task = self._looking[place]
        await asyncio.wait({task}, timeout=within)
        found = task.result() if task.done() else None
        return found.issuers if found else ()

    async def _look(self, place: Place) -> _Completed | None:
        now = asyncio.get_running_loop().time
        found: _Completed | None = None
        try:
            found = await self._chain(place, now() + _SECONDS)
        except (OSError, ExchangeError, ValueError) as error:
            if is_starved(error):
                raise
        finally:
            del self._looking[place]
        if found is None:
            self._in_vain.keep(place, now() + _IN_VAIN_SECONDS)
        else:
            self._completed.keep(place, found)
        return found

    async def _chain(self, place: Place, until: float) -> _Completed | None:
        left = until - asyncio.get_running_loop().time()
        last = vouched(await shown_by(self._guard, *place, seconds=left))
        trusted = _trusted()
        issuers: list[bytes] = []
        answers: list[Message] = []
        while last and last.issuer not in trusted and len(issuers) < _LONGEST_CHAIN:
            answer, last = await self._issuer_of(last, until)
            if answer and last:
                answers.append(answer)
                issuers.append(last.der)
        if not issuers:
            return None
        tls_context(tuple(issuers))  # raises what is wrong with them
        return _Completed(tuple(issuers), tuple(answers))

    async def _issuer_of(self, one: Vouched, until: float) -> tuple[Message | None, Vouched | None]:
        for url in one.issuer_at:
            try:
                answer = self._fetched.get(url) or await self._fetch(url, until)
            except (OSError, ExchangeError, ValueError) as error:
                if is_starved(error):
                    raise
                continue
            fitting = (found for found in vouched_in(answer.body) if found.subject == one.issuer)
            # Whom this machine trusts is not for the network to say.
            issuer = next((found for found in fitting if is_vouched_for(found.der)), None)
            if issuer:
                self._fetched.keep(url, answer)
                return answer, issuer
        return None, None


class _Some(dict[_Key, _Value]):
    """What is remembered of so many at most."""

    def keep(self, key: _Key, value: _Value) -> None:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = value


def _trusted() -> frozenset[Name]:
    """The names of all whom this machine trusts, as far as they are held in memory."""
    held = tls_context().get_ca_certs(binary_form=True)
    return frozenset(one.subject for der in held if (one := vouched(der)))
