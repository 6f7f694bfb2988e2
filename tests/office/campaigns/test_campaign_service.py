import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from office_samples import MARCH, POINT, SEEN, finding, judgement

from xunwang.inspector import model
from xunwang.inspector.model import Certainty, Ruling, Verdict
from xunwang.office.campaigns import recording, ruling, service, summing
from xunwang.office.campaigns.models import Campaign, FindingRow, FindingState, When
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import broken_entries
from xunwang.office.people.models import AuditEntry
from xunwang.office.registry.service import change_subject, close_subject


@pytest.fixture
def site(office):
    return office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")


@pytest.fixture
def campaign(office, site):
    return office.campaign(office.city, [site])


@pytest.fixture
def reviewer(office):
    return office.user(office.city, "reviewer")


@pytest.fixture
def record(campaign, tmp_path):
    def run(judged, **options):
        return recording.record_judgement(campaign, judged, run_path=tmp_path / "run-1", **options)

    return run


def test_a_campaign_keeps_the_register_as_it_was_at_the_point(office, site):
    change_subject(site, POINT + dt.timedelta(days=1), user=None, name="后来的名称")
    row = office.campaign(office.city, [site]).subjects.get()

    assert (row.name, row.unit, row.row["id"]) == ("东河县政府", office.county, str(site.pk))


def test_what_was_not_in_the_register_at_the_point_cannot_be_covered(office, site):
    close_subject(site, MARCH, user=None)

    with pytest.raises(OfficeError, match="不在名录中"):
        office.campaign(office.city, [site])
    assert Campaign.objects.count() == 0


def test_impossible_dates_and_doubled_names_are_refused(office, campaign):
    with pytest.raises(OfficeError, match="已经有名为"):
        office.campaign(office.city, [])
    with pytest.raises(OfficeError, match="早于起始日期"):
        service.create_campaign(
            office.city, "倒着的", period=(POINT, MARCH), norm="cn-2019", as_of=POINT, subjects=[], user=None
        )


def test_a_judgement_is_kept_whole(record, site):
    seen = finding(
        site, evidence=model.Evidence("archive-00001.warc.gz", 10, 20, "ab" * 32), value="6", excerpt="张**"
    )
    judged = judgement(site, Verdict.FAIL, seen, notes=["availability not judged"])
    row = record(judged, manifest_sha256="cd" * 32)

    row.refresh_from_db()
    assert (row.verdict_at_point, row.score_at_point, row.notes) == (
        "fail",
        Decimal("93.5"),
        ["availability not judged"],
    )
    assert row.judgement_at_point["score"] == "93.5"
    assert [(o.indicator, o.outcome, o.value, o.points) for o in row.outcomes.all()] == [
        ("W-V3", "met", "0", None),
        ("W-V4.1", "found", "6", None),
        ("W-V2", "unchecked", "", None),
        ("D-2.1", "not_applicable", "", Decimal("0.5")),
    ]
    kept = row.findings.get()
    assert (kept.finding_id, kept.state, kept.excerpt) == (seen.id, FindingState.COUNTS, "张**")
    assert (kept.evidence_offset, kept.evidence_sha256, kept.first_seen) == (10, "ab" * 32, SEEN)


def test_the_same_judgement_twice_is_kept_once(record, site):
    for _ in range(2):
        row = record(judgement(site, Verdict.FAIL, finding(site)))

    assert (row.outcomes.count(), row.findings.count()) == (4, 1)


def test_before_the_point_is_closed_a_new_judgement_replaces_the_old(record, site):
    record(judgement(site, Verdict.FAIL, finding(site), finding(site, locator="/gkml/")))
    row = record(judgement(site, Verdict.PASS, finding(site)))

    assert row.verdict_at_point == "pass"
    assert [item.locator for item in row.findings.all()] == ["/tzgg/"]


def test_the_verdict_at_a_closed_point_never_changes(campaign, record, site):
    record(judgement(site, Verdict.FAIL, finding(site)))
    service.close_point(campaign, user=None)

    with pytest.raises(OfficeError, match="已经定稿"):
        record(judgement(site, Verdict.PASS))
    whole = msgspec.structs.replace(judgement(site, Verdict.PASS, score="98"), score_complete=True)
    row = record(whole, when=When.CLOSING)

    assert (row.verdict_at_point, row.verdict_at_closing) == ("fail", "pass")
    assert not row.score_complete  # which is that of the point
    assert (row.score_at_point, row.score_at_closing) == (Decimal("93.5"), Decimal(98))
    kept = row.findings.get()
    assert (kept.state, kept.at_point) == (FindingState.MENDED, True)
    assert row.outcomes.filter(when="point").count() == row.outcomes.filter(when="closing").count() == 4


def test_what_was_found_at_a_closed_point_keeps_its_words_and_evidence(campaign, record, site, tmp_path):
    record(judgement(site, Verdict.FAIL, finding(site, value="2025-06-29", message="最新信息2025-06-29")))
    before = FindingRow.objects.values("message", "value", "url", "run_path", "evidence_file").get()
    service.close_point(campaign, user=None)
    seen = finding(site, value="2025-09-29", message="最新信息2025-09-29")
    later = judgement(site, Verdict.FAIL, seen)
    recording.record_judgement(campaign, later, run_path=tmp_path / "later", when=When.CLOSING)

    assert FindingRow.objects.values(*before).get() == before
    assert FindingRow.objects.get().state == FindingState.COUNTS


def test_a_fault_that_first_shows_at_the_closing_is_not_one_of_the_point(campaign, record, site):
    record(judgement(site))
    service.close_point(campaign, user=None)
    row = record(judgement(site, Verdict.FAIL, finding(site)), when=When.CLOSING)

    assert row.findings.get().at_point is False


def test_what_another_indicator_punishes_already_weighs_nothing_and_waits_for_nobody(campaign, record, site):
    waived = {"waived": "W-V4.1"}
    blank = finding(site, "D-1.9", **waived)
    doubted = finding(site, "D-1.9", "/zcwj/", certainty=Certainty.CANDIDATE, **waived)
    row = record(judgement(site, Verdict.FAIL, finding(site), blank, doubted))
    found = row.findings.filter(indicator="D-1.9")

    assert {one.state for one in found} == {FindingState.WAIVED}
    assert list(row.weighed.values_list("indicator", "places")) == [("W-V4.1", 1)]

    service.close_point(campaign, user=None)
    row = record(judgement(site, Verdict.PASS, finding(site, "D-1.9")), when=When.CLOSING)

    assert row.findings.get(locator="/tzgg/", indicator="D-1.9").state == FindingState.COUNTS
    assert list(row.weighed.values_list("indicator", "places")) == [("W-V4.1", 1)]


def test_a_ruling_after_the_point_is_closed_leaves_the_sums_of_the_point(campaign, record, site, reviewer):
    lifted = finding(site, locator="/gkml/", ruling=Ruling.DISMISSED)
    row = record(judgement(site, Verdict.FAIL, finding(site), lifted))
    service.close_point(campaign, user=None)
    ruling.decide(row.findings.get(locator="/tzgg/"), reviewer, Ruling.DISMISSED, at=SEEN, reason="申诉成立")

    assert row.findings.get(locator="/tzgg/").state == FindingState.DISMISSED
    assert list(row.weighed.values_list("indicator", "places")) == [("W-V4.1", 1)]


@pytest.mark.parametrize(
    ("word", "after"),
    [
        (None, FindingState.GONE),
        (Ruling.CONFIRMED, FindingState.MENDED),
        (Ruling.DISMISSED, FindingState.DISMISSED),
    ],
)
def test_only_what_counted_is_mended_when_it_is_gone(record, site, reviewer, word, after):
    record(judgement(site, Verdict.FAIL, finding(site, certainty=Certainty.CANDIDATE)))
    if word:
        ruling.decide(FindingRow.objects.get(), reviewer, word, at=SEEN, reason="看过")
    service.close_point(Campaign.objects.get(), user=None)

    record(judgement(site), when=When.CLOSING)

    assert FindingRow.objects.get().state == after


def test_a_ruling_is_kept_with_name_time_and_reason_and_handed_back(campaign, record, site, reviewer):
    candidate = finding(site, certainty=Certainty.CANDIDATE)
    row = record(judgement(site, Verdict.UNDECIDED, candidate))
    assert row.findings.get().state == FindingState.WAITS

    ruling.decide(row.findings.get(), reviewer, Ruling.CONFIRMED, at=SEEN, played=True)
    later = SEEN + dt.timedelta(hours=1)
    ruling.decide(row.findings.get(), reviewer, Ruling.DISMISSED, at=later, reason="栏目已归档")

    assert row.findings.get().state == FindingState.DISMISSED
    assert [decision.played for decision in row.findings.get().decisions.all()] == [True, False]
    assert ruling.decisions_for(campaign, str(site.pk)) == [
        model.Decision(candidate.id, Ruling.DISMISSED, "示例市某", later, "栏目已归档")
    ]


def test_a_dismissal_needs_a_reason(record, site, reviewer):
    row = record(judgement(site, Verdict.UNDECIDED, finding(site, certainty=Certainty.CANDIDATE)))

    with pytest.raises(OfficeError, match="理由"):
        ruling.decide(row.findings.get(), reviewer, Ruling.DISMISSED, at=SEEN)
    assert row.findings.get().state == FindingState.WAITS


def test_a_decided_finding_outlives_a_judgement_without_it(record, site, reviewer):
    row = record(judgement(site, Verdict.UNDECIDED, finding(site, certainty=Certainty.CANDIDATE)))
    ruling.decide(row.findings.get(), reviewer, Ruling.DISMISSED, at=SEEN, reason="误报")
    record(judgement(site))

    assert FindingRow.objects.count() == 1


def test_the_pass_rate_leaves_out_the_undecided_and_rounds_half_up(office, tmp_path):
    verdicts = [Verdict.PASS] * 5 + [Verdict.FAIL] * 3 + [Verdict.UNDECIDED]
    sites = [
        office.website(office.county, f"站{n}", f"http://s{n}.gov.cn/") for n in range(len(verdicts) + 1)
    ]
    campaign = office.campaign(office.city, sites)
    for site, verdict in zip(sites, verdicts, strict=False):
        recording.record_judgement(campaign, judgement(site, verdict), run_path=tmp_path)

    found = summing.summary(campaign)

    assert (found.total, found.passed, found.failed, found.undecided, found.unjudged) == (10, 5, 3, 1, 1)
    assert found.pass_rate == Decimal("62.50")
    assert summing.summary(campaign, "closing").pass_rate is None

    service.close_point(campaign, user=None)
    recording.record_judgement(campaign, judgement(sites[5]), run_path=tmp_path, when=When.CLOSING)
    later = summing.summary(campaign, "closing")
    assert (later.total, later.passed, later.failed, later.undecided, later.unjudged) == (10, 6, 2, 1, 1)


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [(1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"), (126, 134, "94.03"), (0, 5, "0.00")],
)
def test_rates_round_half_up(part, whole, rate):
    assert summing.percentage(part, whole) == Decimal(rate)


def test_a_file_must_lie_in_the_folder_of_the_campaign(campaign, tmp_path):
    outside = tmp_path / "elsewhere.docx"
    outside.write_bytes(b"x")

    with pytest.raises(OfficeError, match="不在检查"):
        service.add_file(campaign, outside, kind="circular", label="通报", user=None)


def test_a_newer_file_takes_over_the_row_of_the_old(campaign):
    campaign.folder.mkdir(parents=True)
    path = campaign.folder / "circular.docx"
    for words in (b"first", b"second"):
        path.write_bytes(words)
        file = service.add_file(campaign, path, kind="circular", label="通报", user=None)

    assert campaign.files.count() == 1
    assert file.sha256 == "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4"


def test_every_act_stands_in_the_trail(campaign, record, site, reviewer):
    row = record(
        judgement(site, Verdict.UNDECIDED, finding(site, certainty=Certainty.CANDIDATE)), user=reviewer
    )
    ruling.decide(row.findings.get(), reviewer, Ruling.CONFIRMED, at=SEEN)
    service.close_point(campaign, user=reviewer)
    service.release(campaign, user=reviewer)

    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "subject.opened",
        "campaign.created",
        "judgement.recorded",
        "finding.decided",
        "campaign.point_closed",
        "campaign.released",
    ]
    assert broken_entries() == []
