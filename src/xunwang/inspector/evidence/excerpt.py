"""A few pages of a closed run as a run of their own: small enough to be kept for years and handed on."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from xunwang.inspector.evidence.closed import Response, Run
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.model import Evidence, Fact, PageRow


def excerpt(
    run: Run,
    out: Path,
    *,
    keys: Collection[str],
    facts: Callable[[Fact], bool],
    instead: Mapping[str, tuple[PageRow, bytes]] | None = None,
) -> Path:
    """The rows of `run` with these keys and their archived answers, and the facts that `facts` wants, in a new run under `out`.

    `instead` gives rows that take the place of the run's own, or are added, with the body of their answer. The pages say
    what they said; where they lie in the archive is new. Raises RunError.
    """
    instead = instead or {}
    manifest = run.manifest
    writer = RunWriter.create(out, "excerpt", manifest.subject, manifest.settings, manifest.started)
    places: dict[str, Evidence | None] = {}
    for row in run.pages():
        if row.key in keys and row.key not in instead:
            places[row.key] = _copied(run, writer, row)
            writer.append_page(msgspec.structs.replace(row, evidence=places[row.key]))
    for row, body in instead.values():
        answer = Response(row.page.url, 200, {"content-type": "text/html"}, body, body)
        places[row.key] = _written(writer, row, answer)
        writer.append_page(msgspec.structs.replace(row, evidence=places[row.key]))
    writer.write_facts(_moved(fact, places) for fact in run.each_fact() if facts(fact))
    writer.close(
        manifest.ended,
        stats=Stats(pages=len(places)),
        complete=manifest.complete,
        incomplete_reason=manifest.incomplete_reason,
    )
    return writer.path


def _copied(run: Run, writer: RunWriter, row: PageRow) -> Evidence | None:
    if row.evidence is None:
        return None
    made = _written(writer, row, run.response(row.evidence))
    rendered = run.rendered(row.evidence) if row.rendered else None
    if rendered is not None:
        writer.append_rendered(row.page.url, row.attempt.at, rendered)
    return made


def _written(writer: RunWriter, row: PageRow, answer: Response) -> Evidence | None:
    headers = tuple(answer.headers.items())
    lines = [f"HTTP/1.1 {answer.status} -", *(f"{name}: {value}" for name, value in headers)]
    place = urlsplit(answer.url)
    message = Message(
        url=answer.url,
        method="GET",
        at=row.attempt.at,
        request=f"GET {place.path or '/'} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode(),
        status=answer.status,
        headers=headers,
        head=("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace"),
        body=answer.raw,
    )
    return writer.append_exchange([message])


def _moved(fact: Fact, places: Mapping[str, Evidence | None]) -> Fact:
    """Evidence of the whole run points nowhere here: that of the copied page takes its place."""
    if getattr(fact, "evidence", None) is None:
        return fact
    return msgspec.structs.replace(fact, evidence=places.get(getattr(fact, "key", "")))
