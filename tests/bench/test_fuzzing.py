"""A short stretch of `bench.fuzz`, from a seed of today: whatever reads what others wrote refuses in its own words or reads.

Which functions take bytes apart is told by the libraries that they call. Each is met by the good inputs of some reader, or stands here with the
reason why none meets it.
"""

import random

import pytest
from bench.fuzz.attacking import attack
from bench.fuzz.readers import readers as all_readers
from taking_apart import entered, taking_apart

_INPUTS = 25
_OURS = "what this program wrote itself, where nobody else writes"
_SHIPPED = "a file of the program"
_SPOILED = "met by runs that were spoiled, of which the attack makes thousands"
_PART = "a part of what the reader of pages takes apart, asked for in another way"
_REMEMBERED = "met by the reader of pages, unless this process has met the same script before and remembers what it says"
_ASKED = "the answer of a service that the operator chose, wrong in many ways in tests of its own"
NOT_ATTACKED = {
    "inspector/closer/fragments.py: __init__": _PART,
    "inspector/crawl/frontier.py: marks": _OURS,
    "inspector/crawl/frontier.py: stats": _OURS,
    "inspector/crawl/known.py: _number_of": _OURS,
    "inspector/crawl/scope.py: restore": _OURS,
    "inspector/crawl/soft404.py: restore": _OURS,
    "inspector/crawl/traps.py: restore": _OURS,
    "inspector/door/archive.py: subject_of": _OURS,
    "inspector/door/proofing.py: _reader": _OURS,
    "inspector/evidence/closed.py: facts_of": _SPOILED,
    "inspector/evidence/damage.py: _is_json": _SPOILED,
    "inspector/evidence/run.py: resume": _OURS,
    "inspector/evidence/table.py: pointers_of": _SPOILED,
    "inspector/evidence/verify.py: _fields": _SPOILED,
    "inspector/indicators/drawing.py: see": _OURS,
    "inspector/media/platforms.py: platforms": _SHIPPED,
    "inspector/model/data.py: read_yaml": _SHIPPED,
    "inspector/norms/kinds.py: kinds": _SHIPPED,
    "inspector/proof/rules/book.py: read_rules": _SHIPPED,
    "inspector/proof/said.py: _page_of": _OURS,
    "inspector/proof/said.py: mark_of": _OURS,
    "inspector/proof/speller/model.py: load": _SHIPPED,
    "inspector/read/documents/reader.py: _ask": _OURS,
    "inspector/read/documents/worker.py: serve": _OURS,
    "inspector/safety/ciphers.py: from_base64": _REMEMBERED,
    "inspector/safety/disguise.py: _from_base64": _REMEMBERED,
    "inspector/safety/hosts.py: load": _SHIPPED,
    "inspector/safety/opinion.py: _said": _ASKED,
    "office/accounts/access.py: _opened": _OURS,
    "office/accounts/exhibits.py: told": _OURS,
    "office/accounts/looking.py: _decoded": _OURS,
    "office/accounts/materials.py: facts_of": _OURS,
    "office/campaigns/draw_sheet.py: kept_candidates": _OURS,
    "office/campaigns/handed_in.py: to_kept": _OURS,
    "office/circulars/layout.py: _built": _SHIPPED,
    "office/circulars/layout.py: read_layout": _SHIPPED,
    "office/circulars/readback.py: read_sheets": _OURS,
    "office/duty/rules.py: rules": _SHIPPED,
    "office/feedback/captcha.py: opened": _OURS,
    "office/interface/routes/tickets.py: _kept": "schemathesis attacks the interface in the gate",
    "office/messages/delivering.py: _run": _OURS,
    "office/people/factors.py: code_at": _OURS,
    "office/people/outside.py: _asked": _ASKED,
    "office/people/outside.py: _identity": _ASKED,
}


@pytest.fixture(scope="module")
def readers():
    return {reader.name: reader for reader in all_readers()}


@pytest.mark.parametrize(
    "name",
    [
        "page",
        "feed or answer",
        "sitemap",
        "robots",
        "answer of a server",
        "certificate",
        "certificates of an issuer",
        "handshake",
        "page looked at closely",
        "code in a picture",
        "text proofread",
        "document",
        "circular",
        "circular sent back",
        "draft docx",
        "draft xlsx",
        "draft txt",
        "draft html",
        "upload",
        "picture",
        "register",
        "register csv",
        "register of accounts",
        "export of another system",
        "entries",
        "entries in lines",
        "decisions",
        "points form",
        "posts",
        "posts in an old workbook",
        "posts in a web table",
        "posts in a document",
        "what people saw of accounts",
        "orders to repost",
        "feeds of accounts",
        "probes",
        "pins",
        "pins in yaml",
        "terms: offices",
        "terms: what is right",
        "terms: words",
        "letters",
        "finding list",
        "catalogue",
        "stated numbers",
        "error reports",
        "error reports to fill in",
        "filled form",
        "norm",
        "run",
        "kept pages",
        "missed cases",
        "backup",
        "time stamp",
        "settings of inspections",
        "credentials",
        "captured page",
    ],
)
def test_spoiled_input_is_read_or_refused(readers, name):
    seed = random.SystemRandom().randrange(2**32)
    tally = attack(readers[name], random.Random(seed), iter([None] * _INPUTS))

    assert tally.tried == _INPUTS
    assert not tally.crashes, f"seed {seed}: {tally.crashes[0]}"


def test_an_input_that_takes_long_is_counted_and_kept(readers, tmp_path):
    draw, inputs = random.Random(1), [None] * 5
    slow = attack(readers["sitemap"], draw, iter(inputs), tmp_path / "slow", slow=-1.0)
    quick = attack(readers["sitemap"], draw, iter(inputs), tmp_path / "quick", slow=3600.0)

    assert (slow.slow, quick.slow) == (5, 0)
    assert {path.name.partition("-")[0] for path in (tmp_path / "slow").iterdir()} == {"sitemap"}
    assert not (tmp_path / "quick").exists()


def test_every_reader_is_attacked_here(readers):
    (marks,) = [
        mark.args[1]
        for mark in test_spoiled_input_is_read_or_refused.pytestmark
        if mark.name == "parametrize"
    ]

    assert set(readers) == set(marks)


def test_good_input_is_read_and_meets_whatever_takes_the_bytes_of_others_apart(readers):
    def read_all():
        for reader in readers.values():
            for seed in set(reader.seeds):
                try:
                    reader.read(seed)
                except (
                    reader.refusals
                ) as error:  # a norm or a form that is refused would be spoiled for nothing
                    pytest.fail(f"{reader.name}: {error}")

    wanted, met = taking_apart(), entered(read_all)
    unmet = {name for place, name in wanted.items() if place not in met}

    assert unmet - NOT_ATTACKED.keys() == set(), "no reader of bench.fuzz attacks these"
    assert NOT_ATTACKED.keys() <= set(wanted.values()), "these take nothing apart any more"
