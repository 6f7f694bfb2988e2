"""适老化与无障碍: the entrance to an accessible or elderly version, and what a screen reader needs of sampled pages."""

import datetime as dt
from collections.abc import Iterator, Sequence

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NO_SAMPLE
from xunwang.inspector.model import PageKind, Record, SampleFact

_ENTRANCES = frozenset({"accessible", "elderly"})


class Params(Record, frozen=True, forbid_unknown_fields=True):
    unnamed_percent: int
    min_images: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Contrast and the use by keyboard are not looked at: where axe-core is at hand it adds what it finds."""
    samples = book.whole.samples
    home = next((sample for sample in samples if sample.kind is PageKind.HOME), None)
    if home is None:
        return unchecked(book.home_unread or NO_SAMPLE)
    return counted(tuple(_places(home, samples, params)))


def _places(home: SampleFact, samples: Sequence[SampleFact], params: Params) -> Iterator[Place]:
    if not any(_ENTRANCES & set(sample.functions) for sample in samples):
        yield _place("entrance", home, "首页没有找到适老化或无障碍入口")
    images = sum(sample.images for sample in samples)
    unnamed = sum(sample.images_unnamed for sample in samples)
    if images >= params.min_images and 100 * unnamed >= params.unnamed_percent * images:
        worst = max(samples, key=lambda sample: sample.images_unnamed)
        yield _place("images", worst, f"抽看的页面共{images}张图片，{unnamed}张没有替代文字（alt）")
    inputs = sum(sample.inputs for sample in samples)
    nameless = sum(sample.inputs_unnamed for sample in samples)
    if inputs and 100 * nameless >= params.unnamed_percent * inputs:
        worst = max(samples, key=lambda sample: sample.inputs_unnamed)
        yield _place("inputs", worst, f"抽看的页面共{inputs}个输入框，{nameless}个没有名称")
    if not any(sample.language for sample in samples):
        yield _place("language", home, "页面没有注明语言（html的lang属性）")
    for sample in samples:
        if sample.layout and sample.layout.violations:
            found = "、".join(sample.layout.violations[:6])
            yield _place(
                f"axe:{sample.key.partition('/')[2]}",
                sample,
                f"axe-core在页面上查出{len(sample.layout.violations)}类无障碍问题",
                found,
            )


def _place(name: str, sample: SampleFact, message: str, excerpt: str | None = None) -> Place:
    return Place(
        f"a11y:{name}", sample.url, message, excerpt=excerpt, evidence=sample.evidence, certain=False
    )
