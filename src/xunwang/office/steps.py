"""The steps by which the database of the office grew until 2026-11-23: the first step of each part now stands for them."""

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

BEFORE: dict[str, tuple[str, ...]] = {
    "accounts": (
        "0001_initial",
        "0002_interfaces",
        "0003_standings",
        "0004_capture_keys",
        "0005_standing_near",
        "0006_published_months",
        "0007_shown_by_sites",
        "0008_post_ways",
        "0009_all_findings",
        "0010_tried",
        "0011_pictures_told",
    ),
    "alerts": ("0001_alerts", "0002_members_and_endings", "0003_browser_troubles"),
    "campaigns": (
        "0001_initial",
        "0002_undecided_word",
        "0003_runs_and_excuses",
        "0004_runs_of_findings",
        "0005_circular_versions",
        "0006_runs_below_the_office",
        "0007_entries",
        "0008_public_circular",
        "0009_brought_findings",
        "0010_findings_by_state",
        "0011_lent_results",
        "0012_findings_counted",
        "0013_registered_totals",
        "0014_verdicts_counted",
        "0015_mended_and_gone",
        "0016_weighed_sums",
        "0017_weighed_at_the_point",
        "0018_short_of_the_limit",
        "0019_time_of_the_office",
    ),
    "deadlines": ("0001_from_rectify",),
    "desk": ("0001_initial", "0002_withheld"),
    "duty": (
        "0001_duty",
        "0002_machine_looks",
        "0003_patrol_shots",
        "0004_round_due",
        "0005_told_by_looks",
        "0006_dated_plans",
    ),
    "feedback": ("0001_reports", "0002_public", "0003_missed", "0004_cases_of_every_kind", "0005_set_aside"),
    "filing": ("0001_filings", "0002_returned_days"),
    "interface": ("0001_start", "0002_time_of_the_office"),
    "jobs": ("0001_initial", "0002_hosts_and_priorities", "0003_dated"),
    "letters": ("0001_letters", "0002_questions"),
    "messages": ("0001_channels", "0002_webhooks", "0003_occasions", "0004_time_of_the_office"),
    "people": (
        "0001_initial",
        "0002_setup_code",
        "0003_entering",
        "0004_sealed_factors",
        "0005_outside_identity",
        "0006_successors",
        "0007_trail_head",
        "0008_former_paths",
    ),
    "proofing": ("0001_terms", "0002_lost_domains"),
    "publishing": (
        "0001_columns",
        "0002_stated_and_catalogues",
        "0003_repeated_items",
        "0004_held_catalogues",
    ),
    "rectify": (
        "0001_initial",
        "0002_calendar",
        "0003_reminders",
        "0004_measure_papers",
        "0005_reminder_rhythm",
        "0006_turns",
        "0007_turns_asked",
        "0008_turns_told",
        "0009_recounted",
        "0010_noted_days",
        "0011_below_the_limit",
        "0012_to_deadlines",
    ),
    "registry": (
        "0001_initial",
        "0002_access",
        "0003_life",
        "0004_counted_by_kind",
        "0005_import_pieces",
        "0006_columns_entered",
    ),
    "reporting": ("0001_initial", "0002_period_of_figures", "0003_again_by"),
    "reposts": ("0001_initial", "0002_emergency", "0003_day_only"),
    "retention": ("0001_removed_runs", "0002_names"),
    "vendors": ("0001_start", "0002_sheets"),
    "watch": (
        "0001_watched_days",
        "0002_agreed_days",
        "0003_closure_papers",
        "0004_rhythm_of_points",
        "0005_added_at_of_points",
        "0006_thin_days",
    ),
}
"""By the folder of a part.

An office that has done all of them has nothing to do; one that stopped in the middle of a part's is too old for this
version.
"""
_LABELS = {"messages": "sending"}
"""The parts that Django has under another name than their folder's."""
TOO_OLD = "停在较早的版本（缺{count}步升级，如 {step}），本版本不能直接升级"
ADVICE = "请先用2026年11月23日的版本启动一次 xunwang serve 完成升级，再换用本版本"


def replaced(folder: str) -> list[tuple[str, str]]:
    """The steps of before of one part, as Django names them."""
    return [(_LABELS.get(folder, folder), step) for step in BEFORE[folder]]


def before() -> frozenset[str]:
    """All steps of before, as backups name them: `folder.step`."""
    return frozenset[str]().union(*map(_of, BEFORE))


def too_old(done: Iterable[str]) -> str:
    """What to say of a database that has done these steps and stopped in the middle of those of before; nothing where it has not."""
    known, left = frozenset(done), set[str]()
    for folder in BEFORE:
        if known & _of(folder):
            left |= _of(folder) - known
    # The last step of `rectify` gave tables to `deadlines`, which now makes its own and comes first.
    if known & _of("rectify"):
        left |= _of("deadlines") - known
    return TOO_OLD.format(count=len(left), step=min(left)) if left else ""


def database_too_old() -> str:
    """The same of the office's own database."""
    folders = {label: folder for folder, label in _LABELS.items()}
    done = MigrationRecorder(connection).applied_migrations()
    return too_old(f"{folders.get(label, label)}.{step}" for label, step in done)


def _of(folder: str) -> frozenset[str]:
    return frozenset(f"{folder}.{step}" for step in BEFORE[folder])
