"""What is installed is what was tested: every dependency has one version and every file of it a hash."""

import re
import tomllib
from pathlib import Path

LOCK = tomllib.loads((Path(__file__).parents[2] / "uv.lock").read_text())


def test_every_dependency_is_pinned_with_its_hashes():
    foreign = [package for package in LOCK["package"] if "editable" not in package["source"]]
    files = {
        package["name"]: [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        for package in foreign
    }
    unsealed = [
        name
        for name, found in files.items()
        if not found or any(not re.fullmatch("sha256:[0-9a-f]{64}", file.get("hash", "")) for file in found)
    ]

    assert len(foreign) > 50
    assert unsealed == []
    assert all("registry" in package["source"] and package["version"] for package in foreign)
