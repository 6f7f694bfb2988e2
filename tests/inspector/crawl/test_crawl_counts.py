"""What a crawl counts of a site."""

from xunwang.inspector.crawl.settings import Stats
from xunwang.inspector.crawl.unit import Unit
from xunwang.inspector.model import Reach


def test_no_more_pages_are_rendered_than_read():
    """A page opened in the browser that turns out to be one read before, or no page, is not among those that were."""
    unit = Unit(Stats())
    unit.count_visit(Reach.OK, final=True, page=True, rendered=True)
    unit.count_visit(Reach.OK, final=True, page=False, rendered=True)
    unit.count_visit(Reach.CHALLENGE, final=True, page=True, rendered=True)
    assert (unit.stats.pages, unit.stats.rendered) == (1, 1)
