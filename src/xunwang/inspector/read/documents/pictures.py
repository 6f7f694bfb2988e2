"""What a picture says: the codes to scan in it and, where a reader of printed letters is installed, its words."""

import io
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from xunwang.inspector.read.documents.model import Part, UnreadableError

CODE, WORDS = "二维码", "图中文字"
NO_CODE_READER = "没有安装读取二维码的组件（zxing-cpp），图片未读取"
NOTHING = "图片文件，未读取文字"
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
_MOST_PIXELS = 25_000_000
_SMALLEST = 16  # pixels a side; nothing smaller holds a code or a letter
_WIDEST = 2_000  # pixels a side that letters are read at
_SURE = 0.6


def has_code_reader() -> bool:
    return find_spec("zxingcpp") is not None


def has_letter_reader() -> bool:
    """Whether words in pictures can be read (`rapidocr`, an extra of some hundred megabytes)."""
    return find_spec("rapidocr") is not None


def read_picture(body: bytes, *, letters: bool) -> Iterator[Part]:
    """The codes of a picture, each a part called 二维码, and with `letters` its words. Raises UnreadableError for what shows neither."""
    if not has_code_reader():
        raise UnreadableError(NO_CODE_READER)
    picture = _opened(body)
    codes = _codes(picture)
    yield from (Part(CODE, text) for text in codes)
    words = _words(picture) if letters and has_letter_reader() else ""
    if words:
        yield Part(WORDS, words)
    if not codes and not words:
        raise UnreadableError(NOTHING)


def _opened(body: bytes) -> Any:
    """In shades of grey, on white where it is transparent."""
    from PIL import Image  # noqa: PLC0415  # slow to load, and few attachments need it

    try:
        return _grey(Image.open(io.BytesIO(body), formats=_FORMATS))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise UnreadableError(NOTHING) from None


def _grey(picture: Any) -> Any:
    from PIL import Image  # noqa: PLC0415

    width, height = picture.size
    if width * height > _MOST_PIXELS:
        raise UnreadableError(f"图片有 {width}×{height} 像素，超过上限，未读取")
    if min(width, height) < _SMALLEST:
        raise UnreadableError(NOTHING)
    if "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA"}:
        solid = picture.convert("RGBA")
        picture = Image.new("RGBA", solid.size, "white")
        picture.alpha_composite(solid)
    return picture.convert("L")


def _codes(picture: Any) -> list[str]:
    import zxingcpp  # noqa: PLC0415

    wanted: Any = zxingcpp.BarcodeFormat.QRCode
    found = zxingcpp.read_barcodes(picture, formats=wanted)
    return [text for one in found if (text := one.text.strip())]


@cache
def _letter_reader() -> Any:
    from rapidocr import RapidOCR  # noqa: PLC0415

    return RapidOCR(params={"Global.log_level": "critical"})


def _words(picture: Any) -> str:
    import numpy as np  # noqa: PLC0415

    shown = picture.copy()
    shown.thumbnail((_WIDEST, _WIDEST))
    read = _letter_reader()(np.asarray(shown.convert("RGB")))
    lines = zip(read.txts or (), read.scores or (), strict=False)
    return "\n".join(line for line, score in lines if score >= _SURE)
