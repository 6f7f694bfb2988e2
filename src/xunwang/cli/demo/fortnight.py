"""The fortnight before the monitoring point, played into the office: act after act in the order of time, under a clock that is set.

Nothing is visited and nothing leaves the machine: visits are written down as `xunwang_demo.fortnight` plans them.
"""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from xunwang.cli.demo.cast import Cast
from xunwang.cli.demo.desk import Desk
from xunwang.cli.demo.moments import Act, at
from xunwang.inspector import door
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang_demo import fortnight as plan

if TYPE_CHECKING:
    from xunwang.office.campaigns.models import Campaign
    from xunwang.office.watch.series import Visited

_MINUTE = dt.timedelta(minutes=1)
_TAMPERED = "www.huaian.shilishi.gov.cn"
_NOT_SENT = "示例市不向外发送消息。"
POINT = "电信线路"

# Models can be imported only after Django is set up, which the demo does when it starts.


def play_fortnight(cast: Cast, campaign: "Campaign") -> None:
    """Leaves watch, alerts, duty, error reports, letters and publishing figures, as a fortnight would."""
    from django.db import transaction  # noqa: PLC0415

    from xunwang.office import clock  # noqa: PLC0415
    from xunwang.office.jobs.queue import work_off  # noqa: PLC0415

    desk, watch = Desk(cast), _Watch(cast)
    acts = [*watch.acts(), *desk.acts(), *desk.publishing(campaign)]
    with transaction.atomic():  # a commit for each of some thousand acts would take longer than the acts
        for moment, act in sorted(acts, key=lambda one: one[0]):
            with at(moment):
                act()
        watch.keep(clock.now())
    _send_nothing()
    work_off()  # what was asked of the background, as the office's worker would do it


def _send_nothing() -> None:
    from xunwang.office.jobs.models import Job  # noqa: PLC0415
    from xunwang.office.messages.models import Message, MessageState  # noqa: PLC0415
    from xunwang.office.messages.service import SEND  # noqa: PLC0415

    waiting = Message.objects.filter(state=MessageState.WAITING)
    waiting.update(state=MessageState.FAILED, problem=_NOT_SENT)
    Job.objects.filter(kind=SEND).delete()


class _Watch:
    """The watch of the fortnight: visits, a second vantage point, a planned closure, alerts and who answers them."""

    def __init__(self, cast: Cast) -> None:
        from xunwang.office import clock  # noqa: PLC0415

        self.cast = cast
        self.visits = plan.visits(cast.city, clock.now())
        self.troubled = [visit for visit in self.visits if visit.error and not visit.own]
        self.waiting: dict[str, deque[plan.Visit]] = defaultdict(deque)
        for visit in self.visits:
            self.waiting[visit.home].append(visit)
        self.password = ""

    def acts(self) -> Iterator[Act]:
        yield plan.at(18, 8), self._prepare
        yield plan.at(20, 10), self._close
        looks: dict[dt.datetime, set[str]] = defaultdict(set)
        for visit in self.troubled:
            for one in (visit, self._next(visit)):
                looks[one.at + _MINUTE].add(visit.home)
        for moment, homes in looks.items():
            yield moment, partial(self._look, moment, homes)
        yield plan.at(27, 7, 32) + _MINUTE / 2, self._hand_in
        yield plan.at(27, 8, 5), self._tell
        for moment in (plan.at(20, 13, 50), plan.at(27, 8, 20), plan.at(28, 1, 50)):
            yield moment, self._acknowledge
        yield plan.at(26, 10, 12), self._intrude
        yield plan.at(26, 10, 20), self._acknowledge
        yield plan.at(19, 6, 21), partial(self._network, down=True)
        yield plan.at(19, 7, 33), partial(self._network, down=False)
        yield plan.at(31, 8, 40), self._shares

    def _next(self, visit: plan.Visit) -> plan.Visit:
        return next(one for one in self.visits if one.home == visit.home and one.at > visit.at)

    def keep(self, moment: dt.datetime, homes: Iterable[str] | None = None) -> None:
        """Writes down what was visited until the moment and not written yet: of all websites, or of some."""
        from xunwang.office.watch import series  # noqa: PLC0415

        due = []
        for home in self.waiting if homes is None else homes:
            visits = self.waiting[home]
            while visits and visits[0].at <= moment:
                due.append(visits.popleft())
        series.keep(self._kept(one, "本机") for one in due)

    def _kept(self, one: plan.Visit, point: str) -> "Visited":
        from xunwang.office.watch.series import Visited  # noqa: PLC0415

        down = door.State.DOWN if one.error else door.State.OPEN
        state = door.State.UNCLEAR if one.own else down
        visit = door.Visit(one.at, point, state, None if one.own else one.milliseconds, one.error or None)
        return Visited(self.cast.sites[one.home].pk, one.home, visit, "" if one.own else one.address)

    def _prepare(self) -> None:
        """Who is told, what is watched besides, and a second point."""
        from xunwang.office.alerts import service as alerts  # noqa: PLC0415
        from xunwang.office.messages.models import ChannelKind  # noqa: PLC0415
        from xunwang.office.messages.service import add_channel  # noqa: PLC0415
        from xunwang.office.watch import addresses, points, status  # noqa: PLC0415

        by, park = self.cast.supervisor, self.cast.sites[self.cast.city.outage]
        add_channel(self.cast.unit, ChannelKind.MAIL, "值班群", "zhiban@shilishi.example", by=by)
        told = {
            name: add_channel(park.unit, ChannelKind.MAIL, label, f"{name}@shili-kfq.example", by=by)
            for name, label in (("contact", "联系人"), ("deputy", "副职负责人"), ("principal", "主要负责人"))
        }
        hours = {"quiet_from": dt.time(22), "quiet_to": dt.time(7), "digest_at": dt.time(8, 30)}
        alerts.plan(park.unit, by=by, minutes=30, **hours, **told)
        status.show_everybody(self.cast.unit, public=True, by=by)
        portal = self.cast.site("www.shilishi.gov.cn")
        addresses.add_address(portal, "column", "通知公告", "http://www.shilishi.gov.cn/tzgg/", by=by)
        _, self.password = points.add_point(self.cast.unit, POINT, by=by)

    def _close(self) -> None:
        from xunwang.office.watch.service import plan_closure  # noqa: PLC0415

        site = self.cast.site(plan.CLOSED_HOST)
        proof = "示例市政务服务数据管理局关于机房断电检修的批复（示政数函〔2026〕8号）"
        plan_closure(site, plan.CLOSURE, reason="机房断电检修", proof=proof, by=self.cast.supervisor)

    def _look(self, moment: dt.datetime, homes: set[str]) -> None:
        """What the office does every minute, once its watch has written down what it saw."""
        from xunwang.office.alerts import outages  # noqa: PLC0415

        self.keep(moment, homes)
        outages.look(moment)
        self._tell()

    def _tell(self) -> None:
        from xunwang.office import clock  # noqa: PLC0415
        from xunwang.office.alerts import telling  # noqa: PLC0415

        telling.tell_due(clock.now())

    def _hand_in(self) -> None:
        """The second point saw the same website fail."""
        from xunwang.office import clock  # noqa: PLC0415
        from xunwang.office.watch import points  # noqa: PLC0415

        seen = [
            one
            for one in self.troubled
            if one.home == self.cast.city.outage
            and dt.timedelta() < clock.now() - one.at < dt.timedelta(hours=2)
        ]
        rows = [f"{(one.at + dt.timedelta(seconds=5)).isoformat()},{one.home},,timeout" for one in seen]
        point = points.point_of(self.password)
        if point is not None:
            points.hand_in(point, "\n".join(["time,home,milliseconds,error", *rows, ""]).encode())

    def _acknowledge(self) -> None:
        """Whoever is on duty says that it is seen to."""
        from xunwang.office.alerts import service  # noqa: PLC0415
        from xunwang.office.alerts.models import Alert, Severity  # noqa: PLC0415

        for alert in Alert.objects.filter(severity=Severity.URGENT, acked_at=None, ended_at=None):
            service.acknowledge(alert, by=self.cast.partner)

    def _intrude(self) -> None:
        from xunwang.office import clock  # noqa: PLC0415
        from xunwang.office.alerts import intrusions  # noqa: PLC0415

        subject = self.cast.site(_TAMPERED)
        home = f"http://{_TAMPERED}/"
        sign = SafetySign(
            SafetyKind.HIDDEN, "hidden", "a", "", "页面里出现了上一次访问时没有的隐藏链接，指向外部网站"
        )
        target = door.Target(f"{UUID(str(subject.pk))}", home, "槐安区人民政府")
        intrusions.come_up(door.Intrusion(target, home, (sign,)), clock.now())
        self._tell()

    def _network(self, *, down: bool) -> None:
        """The watching machine itself has no network for one visit of every website."""
        from xunwang.office import clock  # noqa: PLC0415
        from xunwang.office.alerts import network  # noqa: PLC0415

        self.keep(clock.now())
        network.told("本机", clock.now(), down=down)
        self._tell()

    def _shares(self) -> None:
        """The last week against the lines of the norm: the veto at once, what is near it in the digest."""
        from xunwang.office import clock  # noqa: PLC0415
        from xunwang.office.alerts import outages, telling  # noqa: PLC0415
        from xunwang.office.duty import freshness  # noqa: PLC0415

        self.keep(clock.now())
        freshness.look(clock.now())
        outages.look_at_shares(clock.now())
        self._tell()
        telling.tell_digests(clock.now())
