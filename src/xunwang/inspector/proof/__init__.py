"""The proofreader: language faults in a text, offline, on a plain CPU."""

from xunwang.inspector.proof.documents import DocumentError, Draft, read_document
from xunwang.inspector.proof.jobs import Job, Sighting, jobs, without_habits
from xunwang.inspector.proof.proofreader import Proofreader
from xunwang.inspector.proof.signing import signed_on
from xunwang.inspector.proof.suspicion import Kind, Suspicion, Tier
from xunwang.inspector.proof.terms import (
    Ignored,
    Office,
    Terms,
    TermsError,
    read_ignored,
    read_offices,
    read_words,
)

__all__ = [
    "DocumentError",
    "Draft",
    "Ignored",
    "Job",
    "Kind",
    "Office",
    "Proofreader",
    "Sighting",
    "Suspicion",
    "Terms",
    "TermsError",
    "Tier",
    "jobs",
    "read_document",
    "read_ignored",
    "read_offices",
    "read_words",
    "signed_on",
    "without_habits",
]
