"""A second opinion on suspicions, from a model server that the user runs: any that speaks the OpenAI chat protocol.

Off unless an address is configured. It is asked about suspicions that the rules have found, in batches, and can only confirm or drop
them; it never finds anything. What it does not answer in time or not in the agreed form stays as it was. Nothing personal is sent:
what is shown of a suspicion is masked already, and personal data and marks of secrecy are never asked about.
"""

import asyncio
import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec
from msgspec import structs

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.manners import Manners
from xunwang.inspector.fetch.reasons import why
from xunwang.inspector.fetch.urls import is_ip
from xunwang.inspector.model import SHANGHAI, Record, SafetyKind, SafetySign

_NEVER_SENT = frozenset({SafetyKind.PRIVACY, SafetyKind.SECRECY})
_LONGEST = 300  # characters of a suspicion that are shown
_MOST_BYTES = 1 << 20
_PATIENCE = 2  # batches without an answer, after which the server is not asked any more: an inspection does not wait for it for hours
_OK = 200
_TASK = (
    "你是政府网站安全检查的复核员。下面每行是一条由规则找出的疑点：编号、种类、所见内容、理由。"
    "逐条判断是否确属问题。只输出JSON数组，每条一个对象，形如"
    '{"id":1,"verdict":"confirm"}；verdict只能是confirm（确属问题）、drop（明显误报）或unsure（不能确定）。'
)


class _UnansweredError(Exception):
    """The model server gave no answer; in words for the user why."""


class Verdict(StrEnum):
    CONFIRM = "confirm"
    DROP = "drop"
    UNSURE = "unsure"


class OpinionSettings(Record, frozen=True):
    """`address` is the base of the protocol, such as http://127.0.0.1:8000/v1; `timeout` in seconds for each batch.

    ValueError in Chinese when the address is none.
    """

    address: str
    model: str
    key: str | None = None
    batch: int = 16
    side_by_side: int = 2
    timeout: float = 30.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(
                f"模型服务地址应为 http:// 或 https:// 开头的网址，例如 http://127.0.0.1:8000/v1，实际为“{self.address}”"
            )

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.address)
        return parts.port or (443 if parts.scheme == "https" else 80)

    def guard(self) -> Guard:
        """The one gate; what the operator configured is allowed by name, also where it lies inside."""
        return Guard(
            private_sites=() if is_ip(self.host) else (self.address,),
            allow=(self.host,) if is_ip(self.host) else (),
            ports=(self.port,),
        )


class _Ruling(Record, frozen=True):
    id: int
    verdict: Verdict


class _Message(Record, frozen=True):
    content: str | None = None


class _Choice(Record, frozen=True):
    message: _Message


class _Completion(Record, frozen=True):
    choices: tuple[_Choice, ...]


async def second_opinion(
    signs: Iterable[SafetySign],
    settings: OpinionSettings,
    *,
    tell: Callable[[str], None] = lambda _: None,
) -> list[SafetySign]:
    """The suspicions without those that the model drops; those that it confirms are sure. `tell` hears in Chinese why a batch stayed as it was.

    Only suspicions that are not sure are asked about: what is sure is never dropped.
    """
    kept = list(signs)
    asked = [number for number, sign in enumerate(kept) if not sign.sure and sign.kind not in _NEVER_SENT]
    batches = [asked[start : start + settings.batch] for start in range(0, len(asked), settings.batch)]
    slots = asyncio.Semaphore(settings.side_by_side)
    rulings: dict[int, Verdict] = {}
    unanswered = left = 0
    async with _client(settings) as client:

        async def ask(batch: Sequence[int]) -> None:
            nonlocal unanswered, left
            async with slots:
                if unanswered >= _PATIENCE:
                    left += len(batch)
                    return
                try:
                    rulings.update(await _rulings(client, settings, kept, batch, tell))
                except _UnansweredError as error:
                    unanswered += 1
                    tell(f"模型复核未能进行（{error}），这一批{len(batch)}条疑点保持原样")

        await asyncio.gather(*(ask(batch) for batch in batches))
    if left:
        tell(f"模型服务没有答复，不再询问，余下{left}条疑点保持原样")
    return [
        _ruled(sign, rulings.get(number))
        for number, sign in enumerate(kept)
        if rulings.get(number) is not Verdict.DROP
    ]


def _ruled(sign: SafetySign, verdict: Verdict | None) -> SafetySign:
    if verdict is not Verdict.CONFIRM:
        return sign
    return structs.replace(sign, sure=True, why=f"{sign.why}；模型复核认为属实")


def _client(settings: OpinionSettings) -> Client:
    """The user's own server is asked as fast as it answers."""
    side_by_side = settings.side_by_side
    manners = Manners(per_host=side_by_side, per_address=side_by_side, delay=0.0, per_address_delay=0.0)
    return Client(
        settings.guard(),
        lambda: dt.datetime.now(SHANGHAI),
        FetchSettings(timeout=settings.timeout, page_bytes=_MOST_BYTES, manners=manners),
    )


async def _rulings(
    client: Client,
    settings: OpinionSettings,
    signs: Sequence[SafetySign],
    batch: Sequence[int],
    tell: Callable[[str], None],
) -> dict[int, Verdict]:
    """What the model says of a batch; nothing where it makes no sense, for then nothing changes. Raises _UnansweredError."""
    try:
        said = await _said(client, settings, [signs[number] for number in batch])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        tell(f"模型的答复不合约定的格式，这一批{len(batch)}条疑点保持原样")
        return {}
    return {batch[one.id - 1]: one.verdict for one in said if 1 <= one.id <= len(batch)}


async def _said(
    client: Client, settings: OpinionSettings, signs: Sequence[SafetySign]
) -> tuple[_Ruling, ...]:
    lines = (
        f"{number}\t{sign.kind}\t{sign.found[:_LONGEST]}\t{sign.why[:_LONGEST]}".replace("\n", " ")
        for number, sign in enumerate(signs, 1)
    )
    asked = {
        "model": settings.model,
        "temperature": 0,
        "stream": False,
        "messages": [{"role": "system", "content": _TASK}, {"role": "user", "content": "\n".join(lines)}],
    }
    url = f"{settings.address.rstrip('/')}/chat/completions"
    exchange = await client.fetch(
        url, "POST", body=json.dumps(asked).encode(), headers=_headers(settings), files=True, follow=False
    )
    if exchange.attempt.status != _OK:
        raise _UnansweredError(why(exchange.attempt) or f"服务器返回{exchange.attempt.status}")
    completion = msgspec.json.decode(exchange.body, type=_Completion)
    content = (completion.choices[0].message.content if completion.choices else None) or ""
    start, end = content.find("["), content.rfind("]")
    return msgspec.json.decode(content[start : end + 1].encode(), type=tuple[_Ruling, ...])


def _headers(settings: OpinionSettings) -> dict[str, str]:
    asked = {"Content-Type": "application/json", "Accept": "application/json"}
    return asked | {"Authorization": f"Bearer {settings.key}"} if settings.key else asked
