"""What people enter for indicators, as files; spreadsheet libraries are loaded only where a file is read or written."""

from collections.abc import Sequence
from pathlib import Path

from xunwang.inspector.model import Entry, Subject
from xunwang.inspector.norms import Norm


class EntryError(ValueError):
    """An entries file that cannot be used: one Chinese sentence with file, row and what would be right."""


def read_entries(
    path: Path, norm: Norm, subjects: Sequence[Subject], *, beside_decisions: bool = False
) -> list[Entry]:
    """The entries of an xlsx, csv or jsonl file, checked against the norm and the subjects that are judged.

    `beside_decisions`: the file holds decisions too. Raises EntryError, OSError.
    """
    from xunwang.inspector.score import entry_file  # noqa: PLC0415  # takes as long to load as hundreds of pages to inspect

    try:
        return entry_file.read_entries(path, norm, subjects, beside_decisions=beside_decisions)
    except entry_file.EntryError as error:
        raise EntryError(str(error)) from error


def entries_form(norm: Norm, subjects: Sequence[Subject] = ()) -> bytes:
    """An empty form (xlsx) with drop-downs for these subjects and the norm's indicators."""
    from xunwang.inspector.score import entry_file  # noqa: PLC0415

    return entry_file.entries_form(norm, subjects)
