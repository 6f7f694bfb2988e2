"""The bundle for networks without internet: built by its own command, whole, and in need of nothing that the system has but a shell."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_MAPPED = "print(*sorted({line.split(None, 5)[5].strip() for line in open('/proc/self/maps') if '.so' in line or 'loader' in line}), sep='\\n')"
_LOADED = "import sys, ssl, sqlite3, lxml.etree, numpy, uvloop, psycopg; from xunwang.inspector import door; print(sys.executable)"


def test_what_the_bundle_takes_along_is_there():
    copied = re.findall(r"^cp -r (.*) \"\$root/\"$", (ROOT / "deploy" / "bundle").read_text(), re.MULTILINE)
    assert copied
    for words in copied:
        subprocess.run(["bash", "-c", f"ls -d {words}"], check=True, capture_output=True, cwd=ROOT)


@pytest.mark.long
def test_the_bundle_brings_everything_it_loads(tmp_path):
    built = subprocess.run(
        [ROOT / "deploy" / "bundle", tmp_path / "out"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    packed = Path(built.stdout.strip())
    subprocess.run(["sha256sum", "-c", f"{packed.name}.sha256"], check=True, cwd=packed.parent)
    subprocess.run(["tar", "-xzf", packed, "-C", tmp_path], check=True)
    bundle = tmp_path / packed.name.removesuffix(".tar.gz")

    def run(*words):
        bare = {"PATH": os.defpath, "HOME": str(tmp_path)}
        return subprocess.run(words, check=True, capture_output=True, text=True, env=bare, cwd=bundle).stdout

    run("sha256sum", "-c", "--quiet", "SHA256SUMS")
    python = bundle / "python" / "bin" / "python3.11"
    executable, *mapped = run(python, "-c", f"{_LOADED}\n{_MAPPED}").splitlines()
    assert executable == str(python)
    assert list((bundle / "python").rglob("xunwang/**/courier.*.pyc"))
    (driver,) = (bundle / "python").rglob("playwright/driver/node")
    assert (
        run(
            driver,
            "-p",
            f"process.report.getReport().sharedObjects.filter(one => one.startsWith('/') && !one.startsWith('{bundle}')).length",
        )
        == "0\n"
    )
    assert [path for path in mapped if not path.startswith(str(bundle))] == []
    assert run(bundle / "xunwang", "--version").startswith("xunwang ")
    asked = re.findall(
        r"/opt/xunwang/\S+", "".join(unit.read_text() for unit in (bundle / "systemd").iterdir())
    )
    for program in set(asked):
        assert run(bundle / Path(program).relative_to("/opt/xunwang"), "--version").startswith("xunwang ")
    for page in bundle.glob("*.md"):
        beside = [one for one in re.findall(r"\]\(([\w./-]+\.md)", page.read_text()) if "/" not in one]
        assert [one for one in beside if not (bundle / one).is_file()] == [], page.name
