"""What a register lays down about reaching a site: read from its cells, kept with the run, and kept to by the process."""

import pytest

from xunwang.inspector import door
from xunwang.inspector.door.access import settings_for, settings_for_all
from xunwang.inspector.model import Access, Subject

HOME = "http://www.shili.gov.cn/"


def test_cells_are_read_as_people_write_them():
    access = door.read_access(
        HOME,
        hosts="zwgk.shili.gov.cn、tj.shili.gov.cn 12345.shili.gov.cn",
        robots_authorised=" 平台办2026年3月函 ",
        rates="5x4:平台运维2026-03-01同意；10.1.2.3=2:机房同意",
    )
    assert access.hosts == ("zwgk.shili.gov.cn", "tj.shili.gov.cn", "12345.shili.gov.cn")
    assert access.robots_authorised == "平台办2026年3月函"
    assert access.rates == ("www.shili.gov.cn=5x4:平台运维2026-03-01同意", "10.1.2.3=2:机房同意")
    assert door.read_access(HOME) == Access()


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"rates": "很快"}, "约定速率应写作"),
        ({"rates": "0:运维同意"}, "约定速率应大于0"),
        ({"hosts": "http://a.gov.cn/x"}, "应为主机名"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(cells, sentence):
    with pytest.raises(door.SettingsError, match=sentence):
        door.read_access(HOME, **cells)


def test_each_site_keeps_its_own_and_the_process_keeps_to_all():
    read = door.read_access(HOME, hosts="a.gov.cn", rates="5:甲同意")
    first = Subject(id="1", name="甲", home=HOME, access=read)
    second = Subject(id="2", name="乙", home="http://b.gov.cn/", access=Access(robots_authorised="乙函"))
    general = door.InspectSettings(agreements=("www.shili.gov.cn=1:来函要求放慢",))

    assert settings_for(general, first.access).also == ("a.gov.cn",)
    assert settings_for(general, second.access).also == ()
    assert settings_for(general, second.access).robots == "ignore"
    assert settings_for(general, first.access).robots == "obey"
    together = settings_for_all(general, [first, second])
    assert together.robots == "obey"
    # the operator's word comes last, and the last agreement for a host is the one that holds
    assert [one.rate for one in together.manners().agreements] == [5.0, 1.0]
