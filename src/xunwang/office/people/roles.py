"""What people are here for. A role says what; the unit says where."""

from django.db.models import TextChoices


class Role(TextChoices):
    SUPERVISOR = "supervisor", "主管人员"
    INSPECTOR = "inspector", "检查人员"
    REVIEWER = "reviewer", "审核人员"
    UNIT_CLERK = "unit_clerk", "填报人员"
    UNIT_LEADER = "unit_leader", "单位负责人"
    AUDITOR = "auditor", "审计人员"
    ADMINISTRATOR = "administrator", "系统管理员"


EVERYONE = frozenset(Role)
RUNNERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR})
"""Those who see a campaign of their unit before it is released."""
