"""The door: all that the command line, the office and tests use of the inspector, besides its words in `model`.

Only here do looking and judging meet, and what passes from one to the other is facts.
"""

from xunwang.inspector.crawl.forecast import Forecast
from xunwang.inspector.crawl.settings import Progress
from xunwang.inspector.door.archive import Archived, archived_page, shots_of
from xunwang.inspector.door.following import reapply, recheck
from xunwang.inspector.door.forecasting import forecast
from xunwang.inspector.door.judging import JudgedRun, decisions_in, judge, save_judgement
from xunwang.inspector.door.leftovers import left_out
from xunwang.inspector.door.looking import Inspection, inspect_sites, unfinished
from xunwang.inspector.door.norms import (
    Norm,
    NormError,
    NormHead,
    NormProblem,
    Rule,
    check_norm,
    norm,
    norms,
    read_points_form,
    write_points_form,
)
from xunwang.inspector.door.pages import FetchError, read_address, read_saved
from xunwang.inspector.door.settings import InspectSettings, SettingsError, Telling, Told
from xunwang.inspector.door.since import earlier_runs
from xunwang.inspector.door.tools import StoppedError
from xunwang.inspector.evidence import Alteration, Manifest, Run, RunError, verify
from xunwang.inspector.fetch.urls import host_of, key_of, resolve
from xunwang.inspector.probes import ProbeError, read_probes

__all__ = [
    "Alteration",
    "Archived",
    "FetchError",
    "Forecast",
    "InspectSettings",
    "Inspection",
    "JudgedRun",
    "Manifest",
    "Norm",
    "NormError",
    "NormHead",
    "NormProblem",
    "ProbeError",
    "Progress",
    "Rule",
    "Run",
    "RunError",
    "SettingsError",
    "StoppedError",
    "Telling",
    "Told",
    "archived_page",
    "check_norm",
    "decisions_in",
    "earlier_runs",
    "forecast",
    "host_of",
    "inspect_sites",
    "judge",
    "key_of",
    "left_out",
    "norm",
    "norms",
    "read_address",
    "read_points_form",
    "read_probes",
    "read_saved",
    "reapply",
    "recheck",
    "resolve",
    "save_judgement",
    "shots_of",
    "unfinished",
    "verify",
    "write_points_form",
]
