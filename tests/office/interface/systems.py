"""Another system with its token, and the problem it is told."""

import datetime as dt
import re

from xunwang.office import clock
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope
from xunwang.office.people.roles import Role


def token_for(office, unit, role=Role.UNIT_CLERK, scopes=tuple(Scope), days=30):
    by = office.user(office.city, Role.ADMINISTRATOR)
    until = clock.today() + dt.timedelta(days=days)
    return tokens.issue(unit, "业务系统", role=role, scopes=scopes, expires_on=until, by=by)


class System:
    """Another system with its token."""

    def __init__(self, client, text):
        self.client, self.headers = client, {"authorization": f"Bearer {text}"}

    def get(self, path, **asked):
        return self.client.get(f"/api/v1{path}", asked, headers=self.headers)

    def post(self, path, said):
        return self.client.post(f"/api/v1{path}", said, content_type="application/json", headers=self.headers)


def problem(answer, status):
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    said = answer.json()
    assert re.search("[一-鿿]", said["title"])
    assert said["status"] == status
    return said
