"""Whether a number is one that identifies a resident (GB 11643)."""

import re
from functools import lru_cache

from stdnum import numdb
from stdnum.cn import ric
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError

_SPAN = re.compile(r"\[\d*-(\d*)\]")  # the years in which the code of a region was given out


@lru_cache(maxsize=4_096)
def is_identity(number: str, *, anywhere: bool = False) -> bool:
    """Whether checksum, day of birth and region hold; `anywhere`: the region need not be one that was ever given out."""
    try:
        ric.validate(number)
    except (InvalidComponent, KeyError):  # the table of regions may know the city and not the county
        holds = ric.calc_check_digit(number) == number[-1] and _was_born(number)
        return holds and (anywhere or _was_numbered(number))
    except (InvalidChecksum, InvalidLength, ValidationError):
        return False
    return True


def _was_born(number: str) -> bool:
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return True


def _was_numbered(number: str) -> bool:
    """Whether its region had a code at any time after the birth: numbers came decades after their first bearers."""
    told = numdb.get("cn/loc").info(number[:6])
    counties = next((place["county"] for _, place in told if "county" in place), "")
    spans = (_SPAN.match(county) for county in counties.split(",") if county)
    return any(span is None or not span[1] or int(number[6:10]) <= int(span[1]) for span in spans)
