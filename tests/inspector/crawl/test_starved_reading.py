"""A process that runs out of memory, files or disk says so: what it was reading has nothing to do with that."""

import errno
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from xunwang.inspector.evidence.errors import RunError, writing
from xunwang.inspector.model import is_full, is_starved

_READS = """
import datetime as dt, json, resource, sys
from pathlib import Path
from xunwang.inspector.crawl.visit import Reading
home, headers = "http://www.x.gov.cn/", {"content-type": "text/html; charset=utf-8"}
reading = Reading(home=home, today=dt.date(2026, 1, 1))
small, large = (("<html><body>" + "<p>通知公告</p>" * times).encode() for times in (10, 60_000))
def told(body):
    try:
        return reading.page(body, home, 200, headers) is not None
    except Exception as error:
        return type(error).__name__
told(small)  # everything that reading needs is loaded
most = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + (4 << 20)
resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
starved = told(large)
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(json.dumps([starved, told(large)]))
"""


def test_a_page_is_not_unreadable_because_the_reader_was_short_of_memory():
    done = subprocess.run([sys.executable, "-c", _READS], capture_output=True, text=True, check=True)
    starved, fed = json.loads(done.stdout)

    assert isinstance(starved, str), starved
    assert fed is True


def test_a_full_disk_is_told_however_deep_it_is_wrapped(tmp_path):
    with pytest.raises(RunError) as full, writing(tmp_path / "x"), Path("/dev/full").open("wb", 0) as file:
        file.write(b"x")
    with pytest.raises(RunError) as missing, writing(tmp_path / "x"):
        (tmp_path / "none" / "x").write_bytes(b"x")

    assert is_full(full.value)
    assert not is_full(missing.value)


def test_open_files_and_memory_are_told_from_what_is_wrong_with_a_site():
    ours = [MemoryError(), OSError(errno.EMFILE, ""), OSError(errno.ENOMEM, ""), OSError(errno.ENOBUFS, "")]
    theirs = [ConnectionResetError(), TimeoutError(), ValueError(), OSError(errno.ENETUNREACH, "")]

    assert all(map(is_starved, ours))
    assert not any(map(is_starved, theirs))
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
