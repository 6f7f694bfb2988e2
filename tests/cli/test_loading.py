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
