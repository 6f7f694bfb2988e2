"""A finished run in a package, to be spoiled part by part, and all that reads a run."""

import datetime as dt
import io
import tempfile
import zipfile
from pathlib import Path

from xunwang.inspector import door
from xunwang.inspector.evidence import Message, RunWriter, Stats
from xunwang.inspector.model import Attempt, LinkFact, LinkKind, Page, PageRow, Reach, Subject

_HOME = "http://www.example.gov.cn/"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def packed_run(now: dt.datetime) -> bytes:
    """A run of three pages with their links, as a zip."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        run = _run(Path(folder), now)
        with zipfile.ZipFile(out, "w") as package:
            for file in sorted(run.rglob("*")):
                if file.is_file():
                    package.write(file, file.relative_to(run))
    return out.getvalue()


def _run(folder: Path, now: dt.datetime) -> Path:
    writer = RunWriter.create(
        folder,
        "run",
        Subject(id="1", name="东河县政府", home=_HOME),
        {"reading_day": now.date().isoformat()},
        now,
    )
    attempt, links = Attempt(at=now, reach=Reach.OK, status=200), []
    for url in (_HOME, f"{_HOME}a.html", f"{_HOME}b.html"):
        asked = f"GET {url} HTTP/1.1\r\n\r\n".encode()
        said = f"<html><title>东河</title><p>{url}</p></html>".encode()
        message = Message(url, "GET", now, asked, 200, (("Content-Type", "text/html"),), _HEAD, said)
        evidence = writer.append_exchange([message])
        page = Page(url=url, status=200, title="东河")
        writer.append_page(PageRow(page, key=url, depth=1, parent=_HOME, attempt=attempt, evidence=evidence))
        links.append(LinkFact(url, url, None, None, LinkKind.PAGE, False, True, (attempt,), evidence))
    writer.write_facts(links)
    writer.close(now, stats=Stats(pages=len(links)))
    return writer.path


def read_run(package: bytes) -> object:
    """Lays the run out and asks for everything in it. What is no package any more is none of ours. Raises RunError."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        try:
            with zipfile.ZipFile(io.BytesIO(package)) as zipped:
                zipped.extractall(folder)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            EOFError,
        ) as error:
            raise door.RunError("no package") from error
        place = Path(folder)
        altered = door.verify(place)
        run = door.Run.open(place)
        rows, facts = list(run.pages()), list(run.facts())
        shown = [door.archived_page(place, row.evidence) for row in rows if row.evidence]
        found = [list(one.hits) for one in door.sift(place, door.TextRule(words=("东河",)))]
        return altered, facts, shown, found, door.left_out(place), door.lost_fragments(place)


def _memory() -> Path | None:
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None
