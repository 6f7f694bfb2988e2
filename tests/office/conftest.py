from pathlib import Path

import pytest
from office_samples import Office


@pytest.fixture(autouse=True)
def campaigns_folder(settings, tmp_path):
    settings.CAMPAIGNS_FOLDER = tmp_path / "campaigns"
    return settings.CAMPAIGNS_FOLDER


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def county_portals():
    path = Path(__file__).parents[3] / "shared" / "data" / "registries" / "county_portals.csv"
    if not path.is_file():
        pytest.skip("GATE SKIPPED: shared/data/registries/county_portals.csv is not beside the checkout")
    return path
