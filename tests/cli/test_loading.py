import subprocess
import sys

import pytest

SLOW = ("django", "docx", "jinja2", "numpy", "openpyxl", "playwright", "rich")


@pytest.mark.parametrize("verb", ["inspect", "judge", "page", "recheck", "reapply"])
def test_a_verb_loads_nothing_slow_before_it_is_needed(verb):
    """Each of these takes as long to load as it takes to read dozens of pages."""
    asked = f"import sys, xunwang.cli.{verb}; print(*(name for name in {SLOW} if name in sys.modules))"

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout.split() == []


def test_reading_and_watching_a_page_loads_no_arrays():
    """Only proofreading weighs in arrays: a pass without it, of few pages, would pay for them alone."""
    page = "<html><head><title>示例县召开春耕工作会议</title></head><body><p>会议部署了春耕工作。</p></body></html>"
    asked = f"""
import sys
from xunwang.inspector.read import read_page
from xunwang.inspector.safety import with_signs
home, body = "http://www.shilixian.gov.cn/", {page.encode()!r}
with_signs(read_page(body, home, home=home), body, {{}}, home)
print("numpy" in sys.modules)
"""

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["False"]
