"""Places in an order: who is equal shares one. Pure."""

from collections.abc import Sequence


def ranks(values: Sequence[object | None]) -> list[int | None]:
    """The place of each of the values, which stand best first: 1, 2, 2, 4. None has no place, and nobody has one alone."""
    found: list[int | None] = []
    told = [value for value in values if value is not None]
    for value in values:
        alone = len(told) < 2 or value is None
        found.append(None if alone else told.index(value) + 1)
    return found
