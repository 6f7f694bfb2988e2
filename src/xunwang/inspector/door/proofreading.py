"""Texts in, suspected errors of language out; what the outside uses of the proofreader."""

from xunwang.inspector.proof import (
    DocumentError,
    Draft,
    Kind,
    Proofreader,
    Suspicion,
    Terms,
    TermsError,
    Tier,
    read_document,
    read_ignored,
    read_offices,
    read_words,
)

__all__ = [
    "DocumentError",
    "Draft",
    "Kind",
    "Proofreader",
    "Suspicion",
    "Terms",
    "TermsError",
    "Tier",
    "read_document",
    "read_ignored",
    "read_offices",
    "read_words",
]
