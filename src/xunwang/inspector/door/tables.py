"""Facts of a finished run for counting: letters and columns."""

from collections.abc import Iterator
from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.model import ColumnFact, MessageFact

__all__ = ["columns_of_run", "letters_of_run"]


def letters_of_run(run: Path) -> Iterator[MessageFact]:
    """A letter stands once for its list and once for its own page. Raises RunError."""
    return (fact for fact in Run.open(run).each_fact() if isinstance(fact, MessageFact))


def columns_of_run(run: Path) -> Iterator[ColumnFact]:
    """The columns with the days of their items. Raises RunError."""
    return (fact for fact in Run.open(run).each_fact() if isinstance(fact, ColumnFact))
