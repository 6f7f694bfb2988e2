"""三审三校: a text is proofread, checked for secrets and signed by three people in turn; a change voids what was said."""

from django.db import transaction

from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.model import Record, SafetyKind
from xunwang.office import clock
from xunwang.office.desk.models import Manuscript, SecrecyCheck, Signature, Step
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.proofing.service import MOST, Proofed, marked, one_break

MOST_TITLE = 200


class State(Record, frozen=True):
    """How far a text is: the statements that hold, those that a change voided, and the step that comes next (None: all signed)."""

    valid: tuple[Signature, ...]
    void: tuple[Signature, ...]
    secrecy: SecrecyCheck | None
    next_step: Step | None

    @property
    def complete(self) -> bool:
        return self.next_step is None and self.secrecy is not None and self.secrecy.passed

    @property
    def withheld(self) -> bool:
        """The text must not be published as it stands."""
        return self.secrecy is not None and not self.secrecy.passed


@transaction.atomic
def keep(
    title: str, text: str, *, user: User, manuscript: Manuscript | None = None, seen: str = ""
) -> Manuscript:
    """A new text, or the changed one, where it still is what the person had before them (`seen`: its hash). Raises OfficeError."""
    title, text = title.strip(), one_break(text).strip()
    if not title or not text:
        raise OfficeError("请填写标题和正文。")
    if len(title) > MOST_TITLE:
        raise OfficeError(f"标题有 {len(title)} 字，最多 {MOST_TITLE} 字。")
    if len(text) > MOST:
        raise OfficeError(f"正文有 {len(text)} 字，一篇最多 {MOST} 字。")
    kept = _locked(manuscript, seen) if manuscript else Manuscript(unit=user.unit, made_by=user)
    before = kept.sha256 if manuscript else ""
    kept.title, kept.text, kept.changed_at = title, text, clock.now()
    if kept.sha256 == before:
        raise OfficeError("文稿没有改动。")
    kept.save()
    action = "manuscript.changed" if manuscript else "manuscript.made"
    log_action(action, kept, user=user, data={"sha256": kept.sha256})
    return kept


def read(manuscript: Manuscript) -> Proofed:
    return marked(f"{manuscript.title}\n{manuscript.text}", manuscript.unit, clock.today())


def secrecy_marks(manuscript: Manuscript) -> list[str]:
    """Marks of secrecy in the text, as candidates for the person who checks."""
    signs = proof.text_signs(f"{manuscript.title}\n{manuscript.text}")
    return [sign.sign.found for sign in signs if sign.sign.kind is SafetyKind.SECRECY]


def state_of(manuscript: Manuscript) -> State:
    """Which signatures hold for the text as it stands, which no longer do, whether its secrecy was checked, and what follows."""
    said = list(manuscript.signatures.select_related("user"))
    for one in said:
        one.manuscript = manuscript
    valid = tuple(one for one in said if one.holds)
    checks = [
        one for one in manuscript.secrecychecks.select_related("user") if one.sha256 == manuscript.sha256
    ]
    done = {one.step for one in valid}
    following = next((step for step in Step if step not in done), None)
    return State(
        valid, tuple(one for one in said if not one.holds), checks[-1] if checks else None, following
    )


def may_sign_next(state: State, user: User) -> bool:
    """Whether the next step is this person's to sign: nobody signs twice, and what is withheld goes no further."""
    if state.next_step is None or any(one.user_id == user.pk for one in state.valid):
        return False
    return not (state.next_step is Step.FINAL and state.withheld)


@transaction.atomic
def sign(manuscript: Manuscript, sha256: str, opinion: str, *, user: User) -> Signature:
    """Signs the next step over the hash that the person saw. Raises OfficeError."""
    locked = _locked(manuscript, sha256)
    state = state_of(locked)
    if state.next_step is None:
        raise OfficeError("三次审核都已签署。")
    if any(one.user_id == user.pk for one in state.valid):
        raise OfficeError("初审、复审、终审须由三个不同的人签署，您已经签署过。")
    if state.next_step is Step.FINAL and state.secrecy is None:
        raise OfficeError("终审前须先作保密审查。")
    if state.next_step is Step.FINAL and state.withheld:
        raise OfficeError("保密审查没有通过，不能终审，请修改文稿后重新审核。")
    found = read(locked)
    made = Signature.objects.create(
        manuscript=locked,
        sha256=sha256,
        user=user,
        at=clock.now(),
        opinion=opinion.strip()[:500],
        step=state.next_step,
        sure=found.sure,
        suspected=found.suspected,
    )
    said = {"step": str(Step(made.step).label), "sha256": sha256}
    log_action("manuscript.signed", locked, user=user, data=said)
    return made


@transaction.atomic
def check_secrecy(
    manuscript: Manuscript, sha256: str, opinion: str, *, user: User, passed: bool = True
) -> SecrecyCheck:
    """The person answers for it; where the machine saw marks, and where the text is withheld, only with a word. Raises OfficeError.

    The newest check of the text as it stands counts: who withheld a text may let it pass later, with the reason on record.
    """
    locked = _locked(manuscript, sha256)
    marks = secrecy_marks(locked)
    if not passed and not opinion.strip():
        raise OfficeError("不予公开的，请写明理由。")
    if marks and not opinion.strip():
        raise OfficeError(f"文稿中有疑似密级标志“{marks[0]}”，请写明核实情况；确属涉密的不得发布。")
    made = SecrecyCheck.objects.create(
        manuscript=locked,
        sha256=sha256,
        user=user,
        at=clock.now(),
        opinion=opinion.strip()[:500],
        marks=len(marks),
        passed=passed,
    )
    log_action("manuscript.secrecy", locked, user=user, data={"sha256": sha256, "passed": passed})
    return made


def _locked(manuscript: Manuscript, sha256: str) -> Manuscript:
    """The text as it stands now, if it is still the one that the person saw."""
    locked = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    if locked.sha256 != sha256:
        raise OfficeError("文稿在您查看之后被改动，请重新查看现在的文稿后再办理。")
    return locked
