"""Whether a place may be part of a name that no model knows: 叶利钦, 迟浩田.

Three numbers a character say how much oftener than in other words it stands in foreign names, as a surname, and in given
names (log ratios out of a dictionary).
"""

import numpy as np

from xunwang.inspector.proof.speller.model import Floats, Model
from xunwang.inspector.proof.speller.trials import BEFORE, Ids

_AROUND = [BEFORE - 3, BEFORE - 2, BEFORE - 1, BEFORE + 1, BEFORE + 2, BEFORE + 3]
_LEFT, _RIGHT = slice(BEFORE - 2, BEFORE), slice(BEFORE + 1, BEFORE + 3)


def naming_of(model: Model, old: Ids, new: Ids) -> list[Floats]:
    """Six numbers a trial: how foreign its surroundings are, those of the side that is more so, what stands there and what would; how much like a name of a person with either."""
    foreign, surname, given = model.name_parts
    around = foreign[old]
    columns = [
        around[:, _AROUND].sum(axis=1),
        np.maximum(around[:, _LEFT].sum(axis=1), around[:, _RIGHT].sum(axis=1)),
        around[:, BEFORE],
        foreign[new[:, BEFORE]],
    ]
    return [*columns, *(_like_a_person(surname[side], given[side]) for side in (old, new))]


def _like_a_person(surname: Floats, given: Floats) -> Floats:
    """With the place as the first or the second character of a given name, or as the surname itself."""
    more = np.maximum(given, np.float32(0))
    first = surname[:, BEFORE - 1] + given[:, BEFORE] + more[:, BEFORE + 1]
    second = surname[:, BEFORE - 2] + given[:, BEFORE - 1] + given[:, BEFORE]
    own = surname[:, BEFORE] + given[:, BEFORE + 1] + more[:, BEFORE + 2]
    return np.asarray(np.maximum(np.maximum(first, second), own), np.float32)
