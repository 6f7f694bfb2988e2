"""Policies and interpretations paired by name, number and link; consultations with their outcomes."""

import datetime as dt

import pytest

from xunwang.inspector.model import ConsultationFact, InterpretationFact, PolicyFact
from xunwang.inspector.survey.pairing import Pairing
from xunwang.inspector.survey.services import Document, subjects_of

DAY = dt.date(2026, 3, 1)


def told(*documents: tuple[str, Document]) -> list[PolicyFact | InterpretationFact | ConsultationFact]:
    pairing = Pairing()
    for key, document in documents:
        pairing.take(key, f"http://www.heping.gov.cn/{key}", key, document, None)
    return list(pairing.facts())


def policy(*subjects: str, number: str | None = None, links: tuple[str, ...] = ()) -> Document:
    return Document("policy", subjects, (number,) if number else (), links, DAY)


def interpretation(*subjects: str, numbers: tuple[str, ...] = (), links: tuple[str, ...] = ()) -> Document:
    return Document("interpretation", subjects, numbers, links, DAY, forms=("text",))


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("关于印发《和平县停车管理办法》的通知", "和平县停车管理办法"),
        ("关于印发和平县停车管理办法的通知", "和平县停车管理办法"),
        ("和平县人民政府办公室关于印发和平县停车管理办法（试行）的通知", "和平县停车管理办法"),
        ("《和平县停车管理办法》政策解读", "和平县停车管理办法"),
        ("一图读懂：和平县停车管理办法", "和平县停车管理办法"),
        ("【图解】和平县停车管理办法", "和平县停车管理办法"),
        ("关于《和平县停车管理办法》的解读", "和平县停车管理办法"),
        ("和平县停车管理办法政策问答", "和平县停车管理办法"),
        ("和平县人民政府关于加强防汛工作的意见", "加强防汛工作"),
    ],
)
def test_a_title_tells_what_it_is_about(title: str, subject: str) -> None:
    assert subjects_of(title) == (subject,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (policy("和平县停车管理办法"), interpretation("和平县停车管理办法")),
        (
            policy("甲", number="和政发〔2026〕3号"),
            interpretation("政策解读", numbers=("和政发〔2026〕3号",)),
        ),
        (policy("甲乙丙丁"), interpretation("有关政策说明", links=("p",))),
        (policy("和平县城市停车管理办法"), interpretation("城市停车管理办法")),
    ],
)
def test_a_policy_finds_its_interpretation(one: Document, other: Document) -> None:
    first, second = told(("p", one), ("i", other))
    assert isinstance(first, PolicyFact)
    assert isinstance(second, InterpretationFact)
    assert first.interpreted == ("http://www.heping.gov.cn/i",)
    assert second.policy == "http://www.heping.gov.cn/p"


def test_links_are_told_for_both_ways() -> None:
    one, other = policy("和平县停车管理办法", links=("i",)), interpretation("和平县停车管理办法")
    fact = told(("p", one), ("i", other))[1]
    assert isinstance(fact, InterpretationFact)
    assert (fact.leads, fact.led_to) == (False, True)


def test_strangers_are_not_paired() -> None:
    first, second = told(("p", policy("和平县停车管理办法")), ("i", interpretation("和平县绿化管理办法")))
    assert isinstance(first, PolicyFact)
    assert isinstance(second, InterpretationFact)
    assert first.interpreted == ()
    assert (second.policy, second.led_to) == (None, None)


def test_an_outcome_on_another_page_ends_a_consultation() -> None:
    asked = Document("consultation", ("停车收费办法",), deadline=DAY)
    result = Document("consultation", ("停车收费办法",), outcome=True, adopted=True)
    waiting = Document("consultation", ("公园改造方案",), deadline=DAY)
    facts = {fact.key: fact for fact in told(("a", asked), ("r", result), ("w", waiting))}
    assert set(facts) == {"a", "w"}
    first, second = facts["a"], facts["w"]
    assert isinstance(first, ConsultationFact)
    assert isinstance(second, ConsultationFact)
    assert (first.outcome, first.adopted) == ("http://www.heping.gov.cn/r", True)
    assert second.outcome is None
