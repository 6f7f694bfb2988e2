"""What htmldate and trafilatura read off pages; run by `bench.quality` with the Python of an environment that holds them.

Reads JSON from standard input: {"day": the newest day a date may have, "pages": [[file, address], …]}; writes one object: versions and,
for each file, what was read. Both get the bytes and the address, and are asked for the day of first publishing.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import htmldate
import trafilatura


def read(path: Path, url: str, day: str) -> dict[str, dict[str, str | None]]:
    body = path.read_bytes()
    asked = {"original_date": True, "extensive_search": True, "max_date": day}
    document = trafilatura.bare_extraction(body, url=url, with_metadata=True, date_extraction_params=asked)
    return {
        "htmldate": {"published": htmldate.find_date(body, url=url, **asked)},
        "trafilatura": {
            "published": document.date if document else None,
            "title": document.title if document else None,
            "text": document.text if document else None,
        },
    }


def main() -> None:
    order = json.load(sys.stdin)
    answer = {
        "versions": {name: version(name) for name in ("htmldate", "trafilatura")},
        "pages": {file: read(Path(file), url, order["day"]) for file, url in order["pages"]},
    }
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
