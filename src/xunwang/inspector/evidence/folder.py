"""The names of a run folder."""

import hashlib
import re

OPENING, FACTS, FRONTIER, SHOTS = "run.json", "facts.jsonl", "frontier.sqlite", "shots"
ARCHIVE_FORM, PAGES_FORM, LEADS_FORM = (
    "archive-{:05d}.warc.gz",
    "pages-{:05d}.jsonl.gz",
    "leads-{:05d}.jsonl.gz",
)
ARCHIVE = re.compile(r"archive-(\d{5})\.warc\.gz")
PAGES = re.compile(r"pages-(\d{5})\.jsonl\.gz")
LEADS = re.compile(r"leads-(\d{5})\.jsonl\.gz")


def shot_of_page(key: str) -> str:
    """The name of the screenshot of the page with that key; that of the home page is called `home`."""
    return f"page-{hashlib.sha256(key.encode()).hexdigest()[:20]}"
