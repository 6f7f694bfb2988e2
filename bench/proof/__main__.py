"""Proofreading beside its peers, on the same sentences in the same run.

Usage:
    python -m venv PEERS && PEERS/bin/pip install --no-deps pycorrector && PEERS/bin/pip install autocorrect-py pyahocorasick loguru
    npm install --prefix NODE zhlint
    python -m bench.proof DATA [--peers PEERS] [--node NODE] [--write]

DATA holds proof/*.tsv (source TAB correction) and corpora/. A peer whose environment is not given is left out of the tables, with a word.
`--write` puts the tables into docs/proof.md.
"""

import argparse
import datetime as dt
import platform
import re
import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.proof import correctors
from bench.proof.measuring import Figures, Pair, figures, pairs_of
from xunwang.inspector.proof import Tier

DOCUMENT = Path(__file__).parents[2] / "docs" / "proof.md"
SETS = (
    "ecspell_law_test",
    "ecspell_law_train",
    "textproof",
    "ecspell_med_test",
    "faspell_ocr",
    "clean_rmrb1998",
)
REPORTS = "prov_gov_reports_2026.txt"
LABELS = {
    "found_precision": "detection P", "found_recall": "R", "found_f1": "F1",
    "precision": "correction P", "recall": "R", "f1": "F1",
    "character_precision": "character P", "character_recall": "R",
    "touched": "clean touched", "flags": "flags / 10,000", "speed": "characters / s",
}  # fmt: skip


def main() -> None:
    chosen = _options()
    contenders = dict(_contenders(chosen.peers, chosen.node))
    parts = []
    for name, pairs in _sets(chosen.data):
        rows = {who: figures(pairs, correct(pairs)) for who, correct in contenders.items()}
        parts.append(f"`{name}`: {_size(pairs)}\n\n{_table(rows)}")
        print(parts[-1], end="\n\n", flush=True)
    parts.append(_conditions(chosen))
    print(parts[-1])
    if chosen.write:
        _write("\n\n".join(parts))


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("data", type=Path)
    options.add_argument("--peers", type=Path)
    options.add_argument("--node", type=Path)
    options.add_argument("--write", action="store_true")
    return options.parse_args()


def _contenders(peers: Path | None, node: Path | None) -> Iterator[tuple[str, correctors.Corrector]]:
    yield "xunwang, sure", correctors.xunwang(Tier.SURE)
    yield "xunwang, suspected", correctors.xunwang(Tier.SUSPECTED)
    yield "fixed list", correctors.fixed_list
    if peers is not None:
        yield "pycorrector, confusion", correctors.python_peer(peers / "bin" / "python", "pycorrector")
        yield "autocorrect", correctors.python_peer(peers / "bin" / "python", "autocorrect")
    if node is not None:
        yield "zhlint", correctors.zhlint(node)


def _sets(data: Path) -> Iterator[tuple[str, list[Pair]]]:
    for name in SETS:
        yield name, pairs_of(data / "proof" / f"{name}.tsv")
    lines = _unread_half(data / "corpora" / REPORTS)
    yield "provincial reports 2026", [(line, line) for line in lines if line.strip()]
    yield "provincial reports 2026, one error in a hundred characters", list(_spoilt(lines))


def _unread_half(path: Path) -> list[str]:
    """The first half taught the verifier (tools/train_speller/train.py)."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return lines[len(lines) // 2 :]


def _spoilt(lines: list[str]) -> Iterator[Pair]:
    """Every hundredth character, on the average, is put in the place of another: for speed, not for quality."""
    random = np.random.default_rng(1)
    kept = [line for line in lines if line.strip()]
    common = sorted(set("".join(kept[:2000])))
    for line in kept:
        signs = list(line)
        for place in np.flatnonzero(random.random(len(signs)) < 0.01):
            signs[place] = common[random.integers(len(common))]
        yield "".join(signs), line


def _size(pairs: list[Pair]) -> str:
    wrong = sum(source != target for source, target in pairs)
    return f"{len(pairs):,} sentences, {wrong:,} with errors, {sum(len(source) for source, _ in pairs):,} characters"


def _table(rows: dict[str, Figures]) -> str:
    lines = [f"| | {' | '.join(LABELS.values())} |", f"| --- |{' --- |' * len(LABELS)}"]
    for who, row in rows.items():
        cells = [_cell(name, value) for name, value in row._asdict().items()]
        lines.append(f"| {who} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return (
        f"{value:,.0f}"
        if name == "speed"
        else f"{value:.2f}"
        if name in {"touched", "flags"}
        else f"{value:.1f}"
    )


def _conditions(chosen: argparse.Namespace) -> str:
    left_out = [
        name
        for name, given in (("pycorrector and autocorrect", chosen.peers), ("zhlint", chosen.node))
        if not given
    ]
    words = f"; not run: {', '.join(left_out)}" if left_out else ""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{dt.datetime.now(dt.UTC).date()}, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"one process, processor time; memory of the whole run at most {memory:.0f} MiB{words}."
    )


def _write(text: str) -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    start, end = "<!-- bench:proof -->", "<!-- /bench:proof -->"
    new = re.sub(f"{start}.*?{end}", lambda _: f"{start}\n\n{text}\n\n{end}", document, flags=re.DOTALL)
    DOCUMENT.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
