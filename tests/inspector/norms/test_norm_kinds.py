"""The checking kinds the norms know are those that exist, parameter for parameter."""

import pkgutil

import pytest

from xunwang.inspector import norms
from xunwang.inspector.indicators import kind, kinds


def test_every_kind_has_its_file_and_every_file_its_kind() -> None:
    assert {module.name for module in pkgutil.iter_modules(kinds.__path__)} == set(norms.kinds())


@pytest.mark.parametrize("how", norms.kinds())
def test_a_kind_takes_the_parameters_the_norms_may_set(how: str) -> None:
    assert set(kind(how).params.__struct_fields__) == set(norms.kinds()[how].params)
