"""Units in a tree, the people in them, and the trail of what people did."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone

from xunwang.office.bulk import update_adapted
from xunwang.office.people.roles import Role


class UnitLevel(models.TextChoices):
    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    DEPARTMENT = "department", "部门"
    PARK = "park", "园区"
    TOWNSHIP = "township", "乡镇街道"
    VILLAGE = "village", "村社区"


class UnitQuerySet(models.QuerySet["Unit"]):
    def subtree(self, unit: "Unit") -> "UnitQuerySet":
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)

    def above(self, unit: "Unit") -> "UnitQuerySet":
        """The unit's superiors, topmost first, without the unit itself."""
        return self.filter(path__in=unit.paths_above()).order_by("path")

    def with_people(self) -> "UnitQuerySet":
        """Those in which somebody can log in; other systems that come with a token are nobody."""
        people = User.objects.filter(unit=models.OuterRef("pk"), is_active=True, token=None)
        return self.filter(models.Exists(people))


class Unit(models.Model):
    """A place in the tree. `path` names every superior and ends with the unit: `000001/000007/`.

    `valid_to` is the first day on which the unit exists no more.
    """

    name = models.CharField("名称", max_length=200)
    level = models.CharField("层级", max_length=20, choices=UnitLevel.choices, default=UnitLevel.DEPARTMENT)
    path = models.CharField(max_length=250, unique=True)
    valid_from = models.DateField("成立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """0 for the top of a tree."""
        return self.path.count("/") - 1

    def paths_above(self) -> list[str]:
        parts = self.path.split("/")[:-2]
        return ["/".join(parts[: count + 1]) + "/" for count in range(len(parts))]

    def holds(self, other: "Unit") -> bool:
        """Whether `other` is this unit or stands anywhere below it."""
        return other.path.startswith(self.path)


class FormerPath(models.Model):
    """Where a unit stood in the tree from the day `since` (None: always) up to the day before `until`, when it or a superior of it moved."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_paths", db_index=False)
    path = models.CharField(max_length=250, db_index=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "until"], name="one_former_path_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.path}"


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, password: str, *, role: Role, unit: Unit, full_name: str = ""
    ) -> "User":
        name = self.model.normalize_username(
            username
        )  # as the log-in form does: full-width letters would shut one out
        user = self.model(username=name, full_name=full_name, role=role, unit=unit)
        user.set_password(password)
        user.password_set_at = timezone.now()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with one role in one unit. `second_factor` is the sealed secret of the code app, `second_step` its last used step.

    `session_key` is the one session in which the account may be used at a time. `outside` is who it is to the log-in service (issuer
    and subject), once it came in by that. `successor` got the post and the name to log in with: this account only says who did what.
    """

    username = models.CharField("账号", max_length=64, unique=True)
    full_name = models.CharField("姓名", max_length=64, blank=True)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="users", verbose_name="单位")
    is_active = models.BooleanField("启用", default=True)
    must_change = models.BooleanField("须改密码", default=False)
    password_set_at = models.DateTimeField("密码设定时间", null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)
    second_factor = models.TextField(blank=True)
    second_step = models.BigIntegerField(default=0)
    session_key = models.CharField(max_length=40, blank=True)
    outside = models.CharField(max_length=600, blank=True, default="")
    successor = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="predecessors", verbose_name="接任人"
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["role", "unit"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.full_name or self.username


class Invitation(models.Model):
    """A one-time way in for somebody who has no password yet, or none any more; only its keyed hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.expires_at}"


class SetupCode(models.Model):
    """The one-time code of the first start: its keyed hash, and how often a wrong one was tried. At most one row."""

    hash = models.CharField(max_length=64)
    wrong = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.wrong} wrong"


class AuditEntry(models.Model):
    """One act. `hash` covers the row and the hash of the row before it, so that a later change shows.

    `previous` is unique: two writers can never continue the chain from the same row.
    """

    at = models.DateTimeField("时间")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField("操作人", max_length=64)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    action = models.CharField("操作", max_length=64)
    target = models.CharField("对象", max_length=120)
    target_label = models.CharField("对象名称", max_length=300)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user_name} {self.action} {self.target_label}"


class TrailHead(models.Model):
    """Where the trail ends: the one row names its last entry, sealed with the key of the office, which is not in the database.

    Without it nothing would follow an entry that was removed from the end, and nothing would tell one that was put there.
    """

    entry = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.entry)


def add_unit(name: str, level: str, *, parent: Unit | None = None) -> Unit:
    """Puts a new unit into the tree, at the top when it has no parent."""
    with transaction.atomic():
        unit = Unit.objects.create(name=name, level=level, path=f"new/{parent.pk if parent else 0}/")
        unit.path = f"{parent.path if parent else ''}{unit.pk:06d}/"
        unit.save(update_fields=["path"])
    return unit


def add_units(units: Sequence[Unit], parent: Unit) -> None:
    """Puts new units, which have a name and a level, below the parent: two statements for any number of them."""
    for place, unit in enumerate(units):
        unit.path = f"new/{parent.pk}/{place}/"
    Unit.objects.bulk_create(units)
    for unit in units:
        unit.path = f"{parent.path}{unit.pk:06d}/"
    update_adapted(Unit, ["path"], ((unit.path, unit.pk) for unit in units))


def ensure_unit(name: str, level: str, *, parent: Unit | None = None) -> Unit:
    """The unit of this name directly below the parent; made when there is none."""
    candidates = Unit.objects.filter(name=name, path__startswith=parent.path if parent else "")
    depth = parent.depth + 1 if parent else 0
    found = next((unit for unit in candidates if unit.depth == depth), None)
    return found or add_unit(name, level, parent=parent)
