"""Files that a row is going to name: on the disk before the row is committed, so that no power cut leaves a row without its file."""

import os
from pathlib import Path


def folder_at(place: Path, mode: int = 0o777) -> Path:
    """Makes the folder with those above it, for good. Raises OSError."""
    missing = [folder for folder in (place, *place.parents) if not folder.exists()]
    place.mkdir(mode, parents=True, exist_ok=True)
    for folder in missing:
        sync(folder.parent)
    return place


def write(place: Path, body: bytes) -> None:
    """A new file with the folders above it. Raises OSError."""
    folder_at(place.parent)
    place.write_bytes(body)
    keep(place)


def keep(file: Path, *, top: Path | None = None) -> None:
    """Puts a file that somebody wrote on the disk, with its name and those of the folders up to `top`. Raises OSError."""
    sync(file)
    for folder in file.parents:
        sync(folder)
        if top is None or folder == top:
            break


def sync(place: Path) -> None:
    """What a file holds, or which names are in a folder and which are no more. Raises OSError."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
