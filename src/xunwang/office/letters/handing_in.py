"""What the letters tell a circular: those of the campaign's period, a row for each unit."""

from xunwang.office import clock
from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable
from xunwang.office.letters.figures import grouped
from xunwang.office.letters.matching import counted_once
from xunwang.office.letters.models import Letter, Source
from xunwang.office.letters.service import rules_for
from xunwang.office.people.naming import labels


@hands_in
def letters(campaign: Campaign) -> GivenTable | None:
    """The campaign's table of letters asked within its period, a row a unit; None where there were none."""
    below = Letter.objects.filter(
        unit__path__startswith=campaign.unit.path,
        asked_on__range=(campaign.period_start, campaign.period_end),
    ).exclude(source=Source.TEST)
    rules = rules_for(clock.today())
    classes = rules(campaign.unit).classes
    once = counted_once(below.select_related("unit"))
    names = labels({one.unit for one in once})
    rows = grouped(once, rules, classes, lambda letter: names[letter.unit_id])
    if not rows:
        return None
    within = tuple(f"{days}个工作日内" for days in classes)
    return GivenTable(
        key="letters",
        title="网民留言答复情况",
        columns=("单位", "留言数", "答复数", "答复率", *within, "逾期数"),
        rows=tuple((row.name, row.received, row.answered, None, *row.within, row.late) for row in rows),
        sums=("留言数", "答复数", *within, "逾期数"),
        rates=(("答复率", "答复数", "留言数"),),
        note="答复率＝答复数÷留言数；各档含更快的；逾期数为超过答复期限才答复和至今未答复的留言；清单和网站上的同一条只计一次。",
    )
