"""Invented phrases: what intruders sell in the words of many trades, and what offices say with the same words.

Nothing in `phrases.yaml` was seen on any page. Names of houses are put together from letters that houses like, so that none of them is learnt by heart.
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

_TOLD: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_JOINTS = ("", "", "", "-", "_", "|", " ", "，", "·", "、", ",", " - ")
_BETWEEN = ("_", "-", "|", "，", " ", ",", "；")
_COUNTRIES = ("(中国)", "·(中国)", "（中国）", "")
_OF_CHANCE = 0.3  # share of the houses of chance, which plant most


class _Trade(NamedTuple):
    sold: list[str]
    said: list[str]


def _words(name: str) -> list[str]:
    text: str = _TOLD[name]
    return text.split()


_TRADES = [_Trade(trade["sold"].split(), trade["said"].split()) for trade in _TOLD["trades"]]
_HYPE, _PLACES, _UNITS = _words("hype"), _words("places"), _words("units")
_MATTERS, _SERVICES, _DOINGS, _LEISURE = map(_words, ("matters", "services", "doings", "leisure"))
_TECH, _FIRMS, _NAMES = map(_words, ("tech", "firms", "names"))
_CONTACTS: list[str] = _TOLD["contacts"]
_SAYS: list[str] = _TOLD["says"]
_CRIMES: list[str] = _TOLD["crimes"]
_TECHNICAL: list[str] = _TOLD["technical"]
_OF_FIRMS: list[str] = _TOLD["of_firms"]
_REACHED: list[str] = _TOLD["reached"]


def words_of_trades() -> Iterator[str]:
    """All that is sold, and all that is said of it."""
    for trade in _TRADES:
        yield from (*trade.sold, *trade.said)


def words_of_offices() -> str:
    """All that offices speak of, but for crime."""
    return " ".join((*_SERVICES, *_MATTERS, *_LEISURE, *_SAYS, *_UNITS, *_FIRMS, *_OF_FIRMS, *_TECHNICAL))


def pitches(random: Random, number: int) -> Iterator[str]:
    """So many phrases of sellers."""
    of_chance = _TRADES[0]
    for _ in range(number):
        trade = of_chance if random.random() < _OF_CHANCE else random.choice(_TRADES)
        name = _house(random) if trade is of_chance or random.random() < 0.12 else ""
        pieces = [_pitch(random, trade, name)]
        while random.random() < 0.45 and len(pieces) < 4:
            name = _house(random) if trade is of_chance else ""
            pieces.append(_pitch(random, trade, name))
        text = random.choice(_BETWEEN).join(pieces)
        if random.random() < 0.25:
            text = f"{text}{random.choice(('，', ' ', '：', ''))}{_contact(random)}"
        yield f"【{text}】" if random.random() < 0.1 else text


def _pitch(random: Random, trade: _Trade, name: str) -> str:
    ware = random.choice(trade.sold)
    said = [random.choice(trade.said) for _ in range(random.choice((1, 1, 2, 2, 3)))]
    joint = random.choice(_JOINTS)
    ahead = random.choice(_HYPE) if random.random() < 0.25 else ""
    country = random.choice(_COUNTRIES) if name and random.random() < 0.3 else ""
    if name and random.random() < 0.2:
        return f"{ahead}{name}{joint}{joint.join(said)}"
    if random.random() < 0.25:
        return f"{ahead}{said[0]}{joint}{name}{ware}{joint}{joint.join(said[1:])}".strip(joint)
    return f"{ahead}{name}{ware}{country}{joint}{joint.join(said)}"


def _house(random: Random) -> str:
    letters = "".join(random.choice(_TOLD["luck"]) for _ in range(random.choice((2, 2, 3))))
    latin = _latin(random, (1, 2, 3))
    figure = random.choice(("", "0", "00", "000"))
    mixed = (f"{letters}{latin}{figure}", f"{latin}{figure}", f"{latin}{figure}{letters}")
    return random.choice((letters, letters, letters, *mixed))


def _latin(random: Random, sizes: tuple[int, ...]) -> str:
    return "".join(random.choice(_LATIN) for _ in range(random.choice(sizes)))


def _contact(random: Random) -> str:
    word = f"{_latin(random, (2, 4, 6))}{'0' * random.choice((2, 3, 4))}"
    return random.choice(_CONTACTS).format(w=word, n="0" * random.choice((8, 9, 10)))


def _office(random: Random) -> str:
    return f"{random.choice(_PLACES)}{random.choice('县市区')}{random.choice(_UNITS)}"


def honest(random: Random, number: int) -> Iterator[str]:
    """So many phrases of offices."""
    sold = [word for trade in _TRADES for word in trade.sold]
    said = [word for trade in _TRADES for word in trade.said]
    for _ in range(number):
        form = _form(random)
        text = form.format(
            m=random.choice(_MATTERS),
            s=random.choice(_SERVICES),
            d=random.choice(_DOINGS),
            x=random.choice(_LEISURE),
            o=_office(random),
            p=random.choice(_PLACES),
            n="0" * random.choice((7, 8, 11)),
            w=_latin(random, (2, 4, 8)) if form in _REACHED else random.choice(sold),
            c=random.choice(said),
            t=random.choice(_TECH),
            u=random.choice(_TECH),
            f=random.choice(_FIRMS),
            k=random.choice(_NAMES),
        )
        if random.random() < 0.2:
            text = f"{text}{random.choice(('-', '_', ' - ', '|'))}{_office(random)}"
        yield text


def _form(random: Random) -> str:
    kind = random.random()
    forms = _CRIMES if kind < 0.25 else _TECHNICAL if kind < 0.33 else _OF_FIRMS if kind < 0.4 else _SAYS
    form = random.choice(_REACHED if 0.4 <= kind < 0.6 else forms)
    if random.random() < 0.15:
        form = f"{form}{random.choice('，；。 ')}{random.choice(_REACHED)}"
    return form
