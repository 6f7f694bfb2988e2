"""What scripts hide, and style, of the elements of their page: told from the source, as nothing is run."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from xunwang.inspector.safety.disguise import without_brackets
from xunwang.inspector.safety.running import runs_by_itself

_HIDES_BY_ID = re.compile(
    r"getElementById\(\s*['\"]([\w-]+)['\"]\s*\)\s*\.style\s*\.\s*(?:display\s*=\s*['\"]none|setProperty\(\s*['\"]display['\"]\s*,\s*['\"]none|visibility\s*=\s*['\"]hidden|(?:left|top|textIndent)\s*=\s*['\"]-\d{3,})"
    r"|document\.all(?:\.|\[\s*['\"])([\w-]+)(?:['\"]\s*\])?\.style\s*\.\s*(?:display\s*=\s*['\"]none|visibility\s*=\s*['\"]hidden)"
    r"|\$\(\s*['\"]#([\w-]+)['\"]\s*\)\.(?:hide\(|remove\(|empty\(|css\(\s*\{?\s*['\"]?display['\"]?\s*[,:]\s*['\"]none)"
    r"|getElementById\(\s*['\"]([\w-]+)['\"]\s*\)\s*\.\s*(?:remove\(|(?:toggleAttribute\(\s*['\"]hidden['\"]\s*,\s*(?:true|!0)|setAttribute\(\s*['\"]hidden['\"])|parentNode\.removeChild\(|(?:outer|inner)HTML\s*=\s*['\"]{2})"
    r"|(?<![\w$.)'\"-])([A-Za-z_$][\w$]*)\.(?:remove\(\)|style\.display\s*=\s*['\"]none|hidden\s*=\s*(?:true|!0))"
)
_HIDES_BY_CLASS = re.compile(
    r"(?:getElementsByClassName\(\s*['\"]|querySelector(?:All)?\(\s*['\"]\.)([\w-]+)['\"]\s*\)(?:\[0\])?\.(?:style\s*\.\s*(?:display\s*=\s*['\"]none|visibility\s*=\s*['\"]hidden)|remove\(\)|setAttribute\(\s*['\"]style['\"]\s*,\s*['\"][^'\"]*(?:display\s*:\s*none|visibility\s*:\s*hidden|-\d{3,}px))"
    r"|\$\(\s*['\"]\.([\w-]+)['\"]\s*\)\.(?:hide\(|css\(\s*\{?\s*['\"]?display['\"]?\s*[,:]\s*['\"]none)"
)
_STYLES_BY_ID = re.compile(
    r"(?:getElementById\(\s*['\"]|querySelector\(\s*['\"]#)([\w-]+)['\"]\s*\)\.(?:style\.cssText\s*=\s*|setAttribute\(\s*['\"]style['\"]\s*,\s*)(['\"])([^'\"]{1,300})\2"
)
_CLASSES_BY_ID = re.compile(
    r"(?:getElementById\(\s*['\"]|querySelector\(\s*['\"]#|\$\(\s*['\"]#)([\w-]+)['\"]\s*\)\.(?:className\s*\+?=\s*|classList\.add\(\s*|addClass\(\s*)['\"]\s*([\w -]{1,60})['\"]"
)
# A library's way to give one declaration or several.
_CSS_BY_ID = re.compile(
    r"\$\(\s*['\"]#([\w-]+)['\"]\s*\)\.css\(\s*(?:['\"]([\w-]+)['\"]\s*,\s*['\"]?([^'\"();{}]{1,60})|\{([^{}]{1,300})\})"
)
_ASSIGNED = re.compile(
    r"(?:getElementById\(\s*['\"]|querySelector\(\s*['\"]#)([\w-]+)['\"]\s*\)\.style\.(\w+)\s*=(?!=)\s*(?:(['\"])([^'\"]{1,60})\3)?"
)
_CAPITAL = re.compile(r"[A-Z]")
_NEIGHBOURS = re.compile(
    r"currentScript\s*\.\s*(previous|next|parent)\w*\s*\.\s*(?:style\s*\.\s*(?:display\s*=\s*['\"]none|visibility\s*=\s*['\"]hidden|cssText\s*=)|remove\()"
)
# An element that is given a name, around the call that finds it: what is searched for by a name costs a hundred times as much.
_CALL = "document.getElementById("
_GIVEN = re.compile(r"\b([A-Za-z_$][\w$]*)\s*=\s*\Z")
_TAKEN = re.compile(r"\s*['\"][\w-]+['\"]\s*\)(?=\s*[;\n])")
_LONGEST_NAME = 200  # characters, with what stands between it and the call
_MOST = 100  # places of a page that are looked at


def hidden_ids(source: str) -> frozenset[str]:
    """The ids of elements that scripts hide or take out by themselves and never show."""
    source = without_brackets(_without_names(source))
    return frozenset(name for name in _named(source, _HIDES_BY_ID) if not _is_shown(source, name))


@lru_cache(maxsize=4)
def _without_names(source: str) -> str:
    """The source with elements in place of the names that scripts keep them under."""
    kept = dict(islice(_names(source), _MOST))
    if not kept:
        return source
    names = "|".join(re.escape(name) for name in kept)
    return re.sub(
        rf"(?<![\w$.])({names})(?=\s*\.\s*(?:style|className|classList|remove|parentNode|innerHTML|outerHTML)\b)",
        lambda found: kept[found[1]],
        source,
    )


def _names(source: str) -> Iterator[tuple[str, str]]:
    """The names under which scripts keep elements, each with the call that finds its element."""
    for before, behind in pairwise(source.split(_CALL)):
        given = _GIVEN.search(before[-_LONGEST_NAME:])
        taken = _TAKEN.match(behind)
        if given and taken:
            yield given[1], f"{_CALL}{taken[0]}"


def _is_shown(source: str, name: str) -> bool:
    return (
        re.search(
            rf"{re.escape(name)}(?:['\"]\s*[)\]])?\s*\.(?:style\.display\s*=\s*['\"](?!none)|show|toggle(?!Attribute)|fadeIn|slideDown|removeAttribute\(\s*['\"]hidden|toggleAttribute\(\s*['\"]hidden['\"]\s*(?:\)|,\s*(?:false|!1)))",
            source,
        )
        is not None
    )


def hidden_classes(source: str) -> frozenset[str]:
    """The classes of elements that scripts hide by themselves and never show."""
    return frozenset(
        name
        for name in _named(source, _HIDES_BY_CLASS)
        if not re.search(rf"\.{re.escape(name)}['\"]\s*\)\.(?:show|toggle|fadeIn|slideDown)", source)
    )


def styles_by_id(source: str) -> dict[str, str]:
    """The styles that scripts give to elements, by id."""
    told = [(name, style) for name, _, style in _STYLES_BY_ID.findall(source)[:_MOST]]
    told += [
        (name, re.sub(r"['\"]", "", several).replace(",", ";") if several else f"{one}:{value}")
        for name, one, value, several in _CSS_BY_ID.findall(source)[:_MOST]
    ]
    styles: dict[str, str] = {}
    for name, style in (*told, *_assigned(_without_names(source))):
        if not _is_shown(source, name):
            styles[name] = f"{styles.get(name, '')};{style}"
    return styles


def _assigned(source: str) -> Iterator[tuple[str, str]]:
    """The declarations that scripts give to elements by themselves, one by one; what is given twice comes and goes."""
    given: dict[tuple[str, str], list[re.Match[str]]] = {}
    for found in islice(_ASSIGNED.finditer(source), _MOST):
        given.setdefault((found[1], found[2]), []).append(found)
    for (name, told), (first, *others) in given.items():
        if first[4] and not others and runs_by_itself(source, first.start()):
            yield name, f"{_CAPITAL.sub(lambda letter: f'-{letter[0].lower()}', told)}:{first[4]}"


def hidden_neighbours(code: str) -> list[str]:
    """Which of the elements around itself a script hides: `previous`, `next` or `parent`."""
    return _NEIGHBOURS.findall(code)


def classes_by_id(source: str) -> list[tuple[str, str]]:
    """The classes that scripts give to elements by themselves, by id."""
    return [
        (found[1], found[2])
        for found in islice(_CLASSES_BY_ID.finditer(_without_names(source)), _MOST)
        if runs_by_itself(found.string, found.start()) and not _is_shown(source, found[1])
    ]


def _named(source: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The names that a script hides by itself; what waits for a click, such as a button that closes, hides nothing yet."""
    for found in islice(pattern.finditer(source), _MOST):
        in_script = source.rfind("<script", 0, found.start()) > source.rfind("</script", 0, found.start())
        if in_script and runs_by_itself(source, found.start()):
            yield next(name for name in found.groups() if name)
