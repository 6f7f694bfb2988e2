"""The door: all that the command line, the office and tests use of the inspector, besides its words in `model`.

Only here do looking and judging meet, and what passes from one to the other is facts.
"""

from xunwang.inspector.crawl.forecast import Forecast
from xunwang.inspector.crawl.frontier import RunTakenError
from xunwang.inspector.crawl.settings import Progress
from xunwang.inspector.door.access import hosts_in, read_access
from xunwang.inspector.door.account_reading import (
    WAY_NAMES,
    ToldPost,
    account_facts_of_run,
    counted_once,
    facts_of_entry,
    facts_of_list,
    facts_of_saved,
    folded,
    saved_at,
)
from xunwang.inspector.door.account_tables import (
    COLUMN_NAMES,
    PostList,
    Shared,
    TableError,
    share_entered,
    share_feeds,
    share_list,
    share_orders,
)
from xunwang.inspector.door.accounts import (
    ENTERED,
    LISTED,
    MOST_SAVED,
    AccountInspection,
    Entered,
    Listed,
    PostTime,
    SavedPayload,
    account_platform,
    account_platforms,
    account_subject,
    inspect_accounts,
    platform_named,
    shown_address,
    siblings_of,
)
from xunwang.inspector.door.archive import Archived, archived_page, page_evidence, shot_of, shots_of
from xunwang.inspector.door.columns import ColumnTest, column_type, column_types, try_column
from xunwang.inspector.door.entering import EntryError, entries_form, read_entries
from xunwang.inspector.door.following import reapply, recheck
from xunwang.inspector.door.forecasting import forecast
from xunwang.inspector.door.judging import (
    JudgedRun,
    decisions_in,
    judge,
    judge_facts,
    judge_under,
    save_judgement,
    subjects_of,
)
from xunwang.inspector.door.leftovers import left_out, lost_fragments
from xunwang.inspector.door.looking import Inspection, inspect_sites, unfinished
from xunwang.inspector.door.missed import (
    BROKEN_PACKAGE,
    MOST_UNPACKED,
    Case,
    End,
    Tried,
    keep_around,
    names_in,
    told_by,
    try_case,
    try_page,
)
from xunwang.inspector.door.norms import (
    Norm,
    NormError,
    NormHead,
    NormProblem,
    Rule,
    check_norm,
    norm,
    norms,
    norms_for,
    read_points_form,
    update_limits,
    write_points_form,
)
from xunwang.inspector.door.pages import FetchError, Glance, fetch_page, glance, read_address, read_saved
from xunwang.inspector.door.picturing import Picture, Trial, take_picture, try_browser
from xunwang.inspector.door.pinning import of_site
from xunwang.inspector.door.reposting import (
    Repost,
    Wanted,
    articles_of_run,
    articles_seen_until,
    covered,
    first_reposts,
)
from xunwang.inspector.door.safety import is_domain
from xunwang.inspector.door.seeing import Spot, unseen
from xunwang.inspector.door.settings import InspectSettings, SettingsError, Telling, Told
from xunwang.inspector.door.shown_accounts import (
    alone_on_platform,
    entry_of,
    shown_accounts_of_run,
    strangers,
)
from xunwang.inspector.door.sifting import RuleError, Sifted, SiftMark, TextHit, TextRule, check_rule, sift
from xunwang.inspector.door.since import earlier_runs
from xunwang.inspector.door.tools import StoppedError
from xunwang.inspector.door.watching import Seen, Watch, WatchSettings
from xunwang.inspector.evidence import Alteration, Manifest, Run, RunError, verify
from xunwang.inspector.fetch.guard import Guard, GuardRefusedError
from xunwang.inspector.fetch.urls import host_of, is_ip, key_of, registered_domain, resolve
from xunwang.inspector.media.interfaces import Access, Field, fields_for, interface_for, lacking
from xunwang.inspector.pins import TYPE_WORDS as COLUMN_TYPES
from xunwang.inspector.pins import Pin, PinsError, read_pins
from xunwang.inspector.probes import ProbeError, read_probes
from xunwang.inspector.read.selecting import SelectorError
from xunwang.inspector.score import Carried, Difference, carried_from, differences
from xunwang.inspector.watch.agreeing import Closure, Tally, Visit, agree, called_down, probe_facts
from xunwang.inspector.watch.model import Probe, State, Target
from xunwang.inspector.watch.rounds import ASKED_VISITS, Slot, Timeline, slot_at
from xunwang.inspector.watch.tampering import Intrusion
from xunwang.inspector.watch.witness import lacks_witnesses

__all__ = [
    "ASKED_VISITS",
    "BROKEN_PACKAGE",
    "COLUMN_NAMES",
    "COLUMN_TYPES",
    "ENTERED",
    "LISTED",
    "MOST_SAVED",
    "MOST_UNPACKED",
    "WAY_NAMES",
    "Access",
    "AccountInspection",
    "Alteration",
    "Archived",
    "Carried",
    "Case",
    "Closure",
    "ColumnTest",
    "Difference",
    "End",
    "Entered",
    "EntryError",
    "FetchError",
    "Field",
    "Forecast",
    "Glance",
    "Guard",
    "GuardRefusedError",
    "InspectSettings",
    "Inspection",
    "Intrusion",
    "JudgedRun",
    "Listed",
    "Manifest",
    "Norm",
    "NormError",
    "NormHead",
    "NormProblem",
    "Picture",
    "Pin",
    "PinsError",
    "PostList",
    "PostTime",
    "Probe",
    "ProbeError",
    "Progress",
    "Repost",
    "Rule",
    "RuleError",
    "Run",
    "RunError",
    "RunTakenError",
    "SavedPayload",
    "Seen",
    "SelectorError",
    "SettingsError",
    "Shared",
    "SiftMark",
    "Sifted",
    "Slot",
    "Spot",
    "State",
    "StoppedError",
    "TableError",
    "Tally",
    "Target",
    "Telling",
    "TextHit",
    "TextRule",
    "Timeline",
    "Told",
    "ToldPost",
    "Trial",
    "Tried",
    "Visit",
    "Wanted",
    "Watch",
    "WatchSettings",
    "account_facts_of_run",
    "account_platform",
    "account_platforms",
    "account_subject",
    "agree",
    "alone_on_platform",
    "archived_page",
    "articles_of_run",
    "articles_seen_until",
    "called_down",
    "carried_from",
    "check_norm",
    "check_rule",
    "column_type",
    "column_types",
    "counted_once",
    "covered",
    "decisions_in",
    "differences",
    "earlier_runs",
    "entries_form",
    "entry_of",
    "facts_of_entry",
    "facts_of_list",
    "facts_of_saved",
    "fetch_page",
    "fields_for",
    "first_reposts",
    "folded",
    "forecast",
    "glance",
    "host_of",
    "hosts_in",
    "inspect_accounts",
    "inspect_sites",
    "interface_for",
    "is_domain",
    "is_ip",
    "judge",
    "judge_facts",
    "judge_under",
    "keep_around",
    "key_of",
    "lacking",
    "lacks_witnesses",
    "left_out",
    "lost_fragments",
    "names_in",
    "norm",
    "norms",
    "norms_for",
    "of_site",
    "page_evidence",
    "platform_named",
    "probe_facts",
    "read_access",
    "read_address",
    "read_entries",
    "read_pins",
    "read_points_form",
    "read_probes",
    "read_saved",
    "reapply",
    "recheck",
    "registered_domain",
    "resolve",
    "save_judgement",
    "saved_at",
    "share_entered",
    "share_feeds",
    "share_list",
    "share_orders",
    "shot_of",
    "shots_of",
    "shown_accounts_of_run",
    "shown_address",
    "siblings_of",
    "sift",
    "slot_at",
    "strangers",
    "subjects_of",
    "take_picture",
    "told_by",
    "try_browser",
    "try_case",
    "try_column",
    "try_page",
    "unfinished",
    "unseen",
    "update_limits",
    "verify",
    "write_points_form",
]
