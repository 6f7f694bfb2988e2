"""The handbook of the office: what to do, task by task, as data; shown under 帮助 and written to the documents."""

import sys
from functools import cache
from pathlib import Path

import msgspec

from xunwang.inspector.model import Record

SOURCE = Path(__file__).with_name("guide.yaml")
DOCUMENT = Path("docs/office-handbook.md")
_HEAD = "<!-- 由 src/xunwang/office/web/guide.yaml 生成，不要手工修改：python -m xunwang.office.web.guide -->"


class Topic(Record, frozen=True, rename={"readers": "for"}):
    """One task: who does it (`readers`), on which page it begins, and its steps in order."""

    key: str
    title: str
    readers: str
    page: str
    steps: tuple[str, ...]
    picture: str = ""


@cache
def topics() -> tuple[Topic, ...]:
    return msgspec.yaml.decode(SOURCE.read_bytes(), type=tuple[Topic, ...])


def document() -> str:
    """The handbook as Markdown, with the pictures that `make pictures` takes."""
    parts = [_HEAD, "# 巡网使用说明", "按要办的事查找；在系统里，页面右上角的“帮助”是同样的内容。"]
    parts.append("\n".join(f"- [{one.title}](#{one.key})（{one.readers}）" for one in topics()))
    for one in topics():
        parts.append(f'## <a id="{one.key}"></a>{one.title}')
        parts.append(f"适用：{one.readers}")
        parts.append("\n".join(f"{number}. {step}" for number, step in enumerate(one.steps, 1)))
        if one.picture:
            parts.append(f"![{one.title}](images/{one.picture}.png)")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    sys.stderr.write(f"{DOCUMENT}\n")
