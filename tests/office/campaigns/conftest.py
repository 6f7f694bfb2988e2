import pytest
from circular_city import DRAFT, as_the_inspection_has_it
from rectify_samples import judged

from xunwang.office.campaigns import issuing, service
from xunwang.office.campaigns.letterhead import header_of


@pytest.fixture
def city(office, tmp_path, settings):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    judged(office, tmp_path)
    for row in office.checked.subjects.all():
        as_the_inspection_has_it(row)
    service.close_point(office.checked, user=None)
    return office


@pytest.fixture
def version(city):
    return issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss)
