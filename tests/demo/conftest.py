import pytest

from xunwang_demo.city import build

MUTATED = (7, 20260401)


@pytest.fixture(scope="session")
def city():
    return build()


@pytest.fixture(
    scope="session", params=[None, *MUTATED], ids=["default", *(f"mutated-{seed}" for seed in MUTATED)]
)
def any_city(request, city):
    """The city itself and mutated ones: what holds for one must hold for all."""
    return city if request.param is None else build(request.param, mutate=True)
