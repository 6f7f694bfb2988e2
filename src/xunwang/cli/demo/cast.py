"""Who plays the fortnight of 示例市."""

from typing import TYPE_CHECKING

from xunwang.inspector import door
from xunwang_demo.model import City

if TYPE_CHECKING:
    from xunwang.office.people.models import Unit, User
    from xunwang.office.registry.models import Subject

# Models can be imported only after Django is set up, which the demo does when it starts.


class Cast:
    """Who takes part: the city, the people of its duty desk, and the websites by their homes."""

    def __init__(self, city: City, unit: "Unit", supervisor: "User") -> None:
        from xunwang.office.people.models import User  # noqa: PLC0415
        from xunwang.office.registry.models import SubjectVersion  # noqa: PLC0415

        self.city, self.unit, self.supervisor = city, unit, supervisor
        self.partner = User.objects.get(username="shenhe")
        rows = SubjectVersion.objects.on(city.as_of).below(unit).filter(kind="website")
        self.versions = {row.home: row for row in rows.select_related("subject__unit")}
        self.sites: dict[str, Subject] = {home: row.subject for home, row in self.versions.items()}

    def site(self, host: str) -> "Subject":
        return next(subject for home, subject in self.sites.items() if door.host_of(home) == host)
