import pkgutil
import re
from importlib import import_module

import pytest

from xunwang import inspector
from xunwang.inspector.model import late


def test_a_late_pattern_answers_as_a_compiled_one():
    written = r"(?P<year>20\d\d)年"
    pattern, compiled = late(written), re.compile(written)

    text = "2025年与2026年"
    for _ in range(2):
        assert pattern.findall(text) == compiled.findall(text)
        assert pattern.search(text)["year"] == "2025"
        assert pattern.sub("那年", text) == "那年与那年"
    assert pattern.pattern == written
    assert pattern.groupindex == compiled.groupindex


def test_flags_count_and_bytes_are_taken():
    assert late("gov", re.IGNORECASE).search("GOV")
    assert late(b"gov").search(b"www.gov.cn")


def test_what_is_written_wrongly_raises_when_it_is_asked():
    pattern = late("(")

    with pytest.raises(re.error):
        pattern.search("x")


def test_every_late_pattern_is_written_well():
    names = [module.name for module in pkgutil.walk_packages(inspector.__path__, f"{inspector.__name__}.")]
    values = [value for name in names for value in vars(import_module(name)).values()]
    patterns = [value for value in values if type(value) is type(late(""))]

    assert len(patterns) > 90
    assert all(re.compile(one.pattern, one.flags) for one in patterns)
