"""What a run folder is called."""

from pathlib import Path


def free_name(out: Path, name: str) -> str:
    """The name, with a number behind it when a folder of `out` has it already."""
    numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, 100_000))
    return next(candidate for candidate in numbered if not (out / candidate).exists())
