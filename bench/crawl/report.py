"""The tables and the plot of docs/performance.md, made from the saved results and set between markers."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from bench.crawl.results import Measured, Results

# What each stage may cost, in milliseconds of CPU a page.
BUDGET = {
    "fetch": 0.22,
    "archive": 0.12,
    "parse": 0.14,
    "links": 0.10,
    "page facts": 0.35,
    "scan": 0.03,
    "safety": 0.10,
    "closer look": 0.05,
    "engine and frontier": 0.15,
    "rows": 0.06,
    "survey and judgement": 0.10,
}
GOAL, GOAL_LATER, GOAL_PROOF = 1.2, 2.0, 4.0
_BASE = "xunwang"
_OURS = {_BASE, "proof", "archive"}  # drawn in red
_LABELS, _WIDTH = 390, 950  # of the plot: where the names of the contenders end, and its right edge


def put(document: str, name: str, text: str) -> str:
    """The document with `text` between the markers of that name; ValueError when they are not there."""
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    head, found, rest = document.partition(begin)
    if not found or end not in rest:
        raise ValueError(f"{begin} … {end} is missing")
    return f"{head}{begin}\n\n{text.strip()}\n\n{end}{rest.partition(end)[2]}"


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(header)
    lines = [head, ["---"] * len(head), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def comparison(results: Results) -> str:
    base = results.of(_BASE)
    rows = (_row(one, base, sum(results.planted.values())) for one in results.measured if one.rounds)
    header = (
        "contender", "CPU ms a page", "spread", "× xunwang", "pages/s", "× xunwang", "memory MiB", "× xunwang", "pages read", "requests",
        "planted broken links found", "falsely reported",
    )  # fmt: skip
    missing = "".join(f"\nNot measured: {key} ({reason}).\n" for key, reason in results.missing.items())
    return f"{table(header, rows)}\n{missing}"


def _row(one: Measured, base: Measured | None, planted: int) -> Iterator[str]:
    low, high = one.spread
    yield one.title
    yield f"{one.cpu:.2f}"
    yield f"{low:.2f}–{high:.2f}"
    yield _ratio(one.cpu, base.cpu if base else None)
    yield f"{one.speed:,.0f}"
    yield _ratio(one.speed, base.speed if base else None)
    yield f"{one.memory:.0f}"
    yield _ratio(one.memory, base.memory if base else None)
    yield f"{one.last.pages:,}"
    yield f"{one.last.requests:,}"
    yield f"{one.last.found} of {planted}: {one.reports}" if one.reports else "does not look"
    yield str(one.last.wrong) if one.reports else "–"


def _ratio(value: float, base: float | None) -> str:
    return f"{value / base:.2f}" if base else "–"


def stages(results: Results) -> str:
    rows = [
        (name, f"{BUDGET[name]:.2f}" if name in BUDGET else "–", f"{value:.3f}")
        for name, value in results.stages.items()
    ]
    total = f"{sum(value for name, value in results.stages.items() if name != 'start-up'):.3f}"
    rows.append(("all but start-up", f"{sum(BUDGET.values()):.2f}", total))
    return table(("stage", "budget, CPU ms a page", "measured"), rows)


def functions(results: Results) -> str:
    return table(
        ("function, with all that libraries do for it", "CPU ms a page"),
        [(f"`{name}`", f"{value:.3f}") for name, value in results.functions.items()],
    )


def conditions(results: Results) -> str:
    versions = [(one.key, one.versions or "this tree") for one in results.measured]
    rows = [*results.machine.items(), *results.settings.items(), *versions]
    planted = ", ".join(f"{count} {kind}" for kind, count in results.planted.items())
    return table(("", ""), [*rows, ("planted broken links", planted)])


def goals(results: Results) -> str:
    """Each goal of the issue with the figure beside it; what was not measured is left out."""
    return table(("goal", "wanted", "measured", ""), _goals(results))


def _goals(results: Results) -> Iterator[tuple[str, str, str, str]]:
    base = results.of(_BASE)
    if base:
        yield _goal("full inspection, CPU ms a page", f"≤ {GOAL}", f"{base.cpu:.2f}", base.cpu <= GOAL)
        later = "the same, with what the issues on reading and language may add"
        yield _goal(later, f"≤ {GOAL_LATER:g}", f"{base.cpu:.2f}", base.cpu <= GOAL_LATER)
    proof = results.of("proof")
    if proof:
        yield _goal("with proofreading", f"≤ {GOAL_PROOF:g}", f"{proof.cpu:.2f}", proof.cpu <= GOAL_PROOF)
    for key, wanted, name in (("scrapy", 10, "Scrapy's link extractor"), ("scrapy-tuned", 3, "tuned Scrapy"), ("crawlee", 2, "tuned Crawlee")):  # fmt: skip
        peer = results.of(key)
        if base and peer:
            ratio = peer.cpu / base.cpu
            yield _goal(f"CPU of {name} over ours", f"≥ {wanted}", f"{ratio:.2f}", ratio >= wanted)
    floor, archive = results.of("floor"), results.of("archive")
    if floor and archive:
        share = floor.cpu / archive.cpu
        yield _goal("fetch and archive, share of the fetch floor", "≥ 40 %", f"{share:.0%}", share >= 0.4)
    if results.pair and base:
        ratio = results.pair[-1] / base.cpu
        yield _goal("two processes, CPU a page over one", "≤ 1.1", f"{ratio:.2f}", ratio <= 1.1)
    if results.incremental:
        yield _second_pass(results.incremental)


def _second_pass(figures: dict[str, float]) -> tuple[str, str, str, str]:
    """Starting the process is shown apart: it is the same for ten pages and for a million."""
    first, second, start = (figures[name] for name in ("first", "second", "start_up"))
    share = (second - start) / (first - start)
    whole = (
        f"{share:.1%} ({second / first:.1%} with the start of the process, at {figures['pages']:,.0f} pages)"
    )
    return _goal(
        "second pass with 1 % of the pages changed, CPU over the first", "< 10 %", whole, share < 0.1
    )


def _goal(name: str, wanted: str, measured: str, held: bool) -> tuple[str, str, str, str]:
    return name, wanted, measured, "held" if held else "**missed**"


def plot(results: Results) -> str:
    """Bars of CPU a page on a logarithmic scale would hide the point; plain bars, long ones cut and labelled."""
    shown = sorted((one for one in results.measured if one.rounds), key=lambda one: one.cpu)
    widest = sorted(one.cpu for one in shown)[-2] if len(shown) > 1 else shown[0].cpu
    bars = "\n".join(_bar(n, one, 420 / (widest or 1)) for n, one in enumerate(shown))
    height = 44 + 30 * len(shown)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="13">\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>\n'
        f'<text x="16" y="24" font-size="14" fill="#222">CPU milliseconds a page ({results.pages:,} pages, median of the rounds; less is better)</text>\n'
        f"{bars}\n</svg>\n"
    )


def _bar(number: int, one: Measured, scale: float) -> str:
    top = 44 + 30 * number
    full = one.cpu * scale
    width = min(full, 470.0)
    colour = "#b3261e" if one.key in _OURS else "#8a94a6"
    end = _LABELS + width
    cut = f'<path d="M{end - 14} {top} l6 20" stroke="#fff" stroke-width="4"/>' if full > width else ""
    return (
        f'<text x="{_LABELS - 10}" y="{top + 15}" text-anchor="end" fill="#222">{escape(one.title)}</text>'
        f'<rect x="{_LABELS}" y="{top}" width="{max(width, 1):.1f}" height="20" fill="{colour}"/>{cut}'
        f'<text x="{end + 6:.1f}" y="{top + 15}" fill="#222">{one.cpu:.2f}</text>'
    )


def write(results: Results, document: Path, picture: Path) -> None:
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(plot(results), encoding="utf-8")
    text = document.read_text(encoding="utf-8")
    for name, part in (
        ("goals", goals(results)),
        ("comparison", comparison(results)),
        ("stages", stages(results)),
        ("functions", functions(results)),
        ("conditions", conditions(results)),
    ):
        text = put(text, name, part)
    document.write_text(text, encoding="utf-8")
