"""Run folders as the database names them: below the office's own folder of runs, so that the office can be moved or restored elsewhere."""

from pathlib import Path

from django.conf import settings


def noted(run: Path) -> str:
    """What the database keeps of a run's folder; one that lies elsewhere keeps its whole path."""
    folder, place = Path(settings.RUNS_FOLDER).absolute(), run.absolute()
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else str(place)


def run_at(kept: str) -> Path:
    """Where the folder that the database names lies now."""
    return Path(settings.RUNS_FOLDER) / kept
