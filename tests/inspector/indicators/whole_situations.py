"""Situations of a website as a whole, written short in the test documents, as facts."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from xunwang.inspector.model import (
    SHANGHAI,
    Answer,
    Attempt,
    Certificate,
    Fact,
    LayoutState,
    NetworkFact,
    PageKind,
    Reach,
    SampleFact,
    SecureState,
    SignFact,
    V6Look,
    V6State,
)

HOME = "http://www.shili.gov.cn/"
AT = dt.datetime(2026, 4, 1, 9, 30, tzinfo=SHANGHAI)


def whole_facts(short: dict[str, Any]) -> Iterator[Fact]:
    """The facts under `network`, `samples` and `signs` of a situation."""
    if "network" in short:
        yield _network(short["network"])
    for number, one in enumerate(short.get("samples", [])):
        for again in range(one.get("repeat", 1)):
            yield _sample(one, f"{number}-{again}")
    for one in short.get("signs", []):
        path = one.get("path", "")
        words = {"sign": one["sign"], "key": f"/{path}", "url": HOME + path, "name": ""}
        rest = {name: value for name, value in one.items() if name != "path"}
        yield msgspec.convert({"fact": "sign", **words, **rest}, SignFact)


def _network(short: dict[str, Any]) -> NetworkFact:
    return NetworkFact(
        at=AT,
        home_url=short.get("home_url", HOME),
        loads=tuple(attempt(words) for words in short.get("loads", ())),
        v6=_six(short["v6"]) if "v6" in short else None,
        secure=_secure(short["secure"]) if "secure" in short else None,
        twin=_answer(short["twin"]) if "twin" in short else None,
        missing=_answer(short["missing"]) if "missing" in short else None,
        leave_prompt=short.get("leave_prompt"),
        leaves_to=tuple(short.get("leaves_to", ())),
    )


def _six(short: dict[str, Any]) -> V6State:
    links = [
        V6Look(f"{HOME}{level}/{number}.html", level, attempt(words))
        for level, many in short.get("links", {}).items()
        for number, words in enumerate(word for word, count in many.items() for _ in range(count))
    ]
    return V6State(
        addresses=tuple(short.get("addresses", ())),
        unasked=short.get("unasked"),
        blocked=short.get("blocked"),
        home=tuple(attempt(words) for words in short.get("home", ())),
        likeness=short.get("likeness"),
        links=tuple(links),
    )


def _secure(short: dict[str, Any]) -> SecureState:
    until = short.get("valid_until")
    return SecureState(
        attempt=attempt(short["answer"]),
        certificate=Certificate(valid_until=dt.datetime.combine(until, dt.time(12), SHANGHAI))
        if until
        else None,
        redirects=short.get("redirects"),
        hsts=short.get("hsts"),
        issuers_at=tuple(short.get("issuers_at", ())),
    )


def _answer(short: dict[str, Any]) -> Answer:
    return Answer(url=short.get("url", f"{HOME}x"), attempt=attempt(short["answer"]), own=short.get("own"))


def attempt(words: str) -> Attempt:
    """`200 https://…`, `503`, `timeout`, `tls 证书已过期`; `200 3500ms` for one that took that long."""
    end, _, rest = words.partition(" ")
    took = float(rest[:-2]) if rest.endswith("ms") else 100.0
    final = rest if rest.startswith("http") else None
    detail = rest if rest and not final and not rest.endswith("ms") else None
    if end.isdigit():
        return Attempt(AT, Reach.OK if int(end) < 400 else Reach.HTTP, int(end), took, final, detail)
    return Attempt(AT, Reach(end), None, took, final, detail)


def _sample(short: dict[str, Any], number: str) -> SampleFact:
    kind = PageKind(short["kind"])
    path = short.get("path", "" if kind is PageKind.HOME else f"{kind}/{number}.html")
    layout = short.get("layout")
    start, end = short.get("parts", (0, 0))
    return SampleFact(
        url=HOME + path,
        key=f"www.shili.gov.cn/{path}",
        kind=kind,
        template=short.get("template"),
        functions=tuple(short.get("functions", ())),
        auto_media=tuple(short.get("auto_media", ())),
        images=short.get("images", 0),
        images_unnamed=short.get("images_unnamed", 0),
        inputs=short.get("inputs", 0),
        inputs_unnamed=short.get("inputs_unnamed", 0),
        language=short.get("language", "zh-CN"),
        skeleton=tuple(range(start, end)),
        layout=LayoutState(**({"width": 1920} | layout)) if layout is not None else None,
        layout_unread=short.get("layout_unread"),
    )
