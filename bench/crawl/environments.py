"""Peers live in throw-away environments beside the project, never among its dependencies."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class PeerMissingError(Exception):
    """One sentence: why a peer cannot be measured."""


class Environments:
    """Virtual environments under `folder`, made when first asked for and kept for the next run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def python(self, name: str, packages: Sequence[str]) -> Path:
        """The interpreter of the environment that holds `packages`. Raises PeerMissingError."""
        python = self._folder / name / "bin" / "python"
        if not python.exists():
            self._make(self._folder / name, python, packages)
        return python

    @staticmethod
    def _make(folder: Path, python: Path, packages: Sequence[str]) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        uv = shutil.which("uv")
        if uv:
            steps = [
                [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
                [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python), *packages],
            ]
        else:
            steps = [
                [sys.executable, "-m", "venv", str(folder)],
                [str(python), "-m", "pip", "install", "--quiet", *packages],
            ]
        try:
            for step in steps:
                subprocess.run(step, check=True, capture_output=True, text=True)
        except subprocess.CalledProcessError as error:
            shutil.rmtree(folder, ignore_errors=True)
            reason = (error.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise PeerMissingError(f"{' '.join(packages)} cannot be installed: {reason}") from error

    @staticmethod
    def versions(python: Path, packages: Sequence[str]) -> str:
        names = [package.partition("[")[0] for package in packages]
        script = "import importlib.metadata as m, sys; print(' '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
        return subprocess.run([str(python), "-c", script, *names], check=True, capture_output=True, text=True).stdout.strip()  # fmt: skip
