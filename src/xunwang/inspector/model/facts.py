"""All that a run can find out, before any norm."""

from xunwang.inspector.model.accounts import AccountFact, PostFact, RepostOrderFact, ShownAccountsFact
from xunwang.inspector.model.services import (
    ConsultationFact,
    GuideFact,
    InterpretationFact,
    MailboxFact,
    MessageFact,
    PolicyFact,
    SearchFact,
)
from xunwang.inspector.model.sites import (
    ChannelFact,
    ColumnFact,
    FragmentFact,
    LinkFact,
    OtherSystemFact,
    PageFact,
    PinFact,
    ProbeFact,
    SiteFact,
    TrapFact,
)
from xunwang.inspector.model.texts import ProofFact, ProofreadFact, SafetyFact
from xunwang.inspector.model.whole import NetworkFact, SampleFact, SignFact

Fact = (
    SiteFact
    | MessageFact
    | MailboxFact
    | GuideFact
    | PolicyFact
    | InterpretationFact
    | ConsultationFact
    | SearchFact
    | PageFact
    | ColumnFact
    | LinkFact
    | OtherSystemFact
    | ChannelFact
    | ProbeFact
    | TrapFact
    | FragmentFact
    | PostFact
    | AccountFact
    | RepostOrderFact
    | ShownAccountsFact
    | SafetyFact
    | ProofreadFact
    | ProofFact
    | NetworkFact
    | SampleFact
    | SignFact
    | PinFact
)
