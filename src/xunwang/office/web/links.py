"""Addresses of pages, put together from pieces that are worked out once for each page: a list shows hundreds of them."""

import uuid
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString

_PLAIN = (int, uuid.UUID)
"""What an address shows exactly as it is written."""
_WORDS = (str, SafeString)
_NUMBERS, _REMEMBERED = 10**12, 2000


def address_of(view: str, *args: object) -> str:
    """What `reverse` says. Raises NoReverseMatch."""
    kinds = tuple(map(type, args))
    if all(kind in _PLAIN for kind in kinds) and not any(isinstance(one, int) and one < 0 for one in args):
        first, *rest = _pieces(get_script_prefix(), view, kinds)
        return first + "".join(f"{arg}{piece}" for arg, piece in zip(args, rest, strict=True))
    if all(kind in _WORDS for kind in kinds):
        return _fixed(get_script_prefix(), view, args)
    return reverse(view, args=args)


@lru_cache(_REMEMBERED)
def _fixed(_prefix: str, view: str, args: tuple[object, ...]) -> str:
    return reverse(view, args=args)


@lru_cache(_REMEMBERED)
def _pieces(_prefix: str, view: str, kinds: tuple[type, ...]) -> list[str]:
    """What stands before, between and behind the arguments: the address of stand-ins, cut where they stand."""
    stand_ins = [
        _NUMBERS + place if kind is int else uuid.UUID(int=_NUMBERS + place)
        for place, kind in enumerate(kinds)
    ]
    rest = reverse(view, args=stand_ins)
    pieces = []
    for one in stand_ins:
        before, _, rest = rest.partition(str(one))
        pieces.append(before)
    return [*pieces, rest]
