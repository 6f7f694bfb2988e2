"""Pages looked at closely: for signs of harm, in the sample, for codes and forms, by selectors of people; and texts proofread."""

import asyncio
import base64
import io

import zxingcpp
from PIL import Image

from bench.fuzz.model import DAY, HOME, Reader
from bench.fuzz.pages import small_pages
from xunwang.inspector import door
from xunwang.inspector.closer.codes import Came, drawn_on, pages_about, pictures_of, shown_by_codes
from xunwang.inspector.closer.pages import read_sample
from xunwang.inspector.closer.sampling import Sample
from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.media.attached import attached_to
from xunwang.inspector.model import PageKind
from xunwang.inspector.read.documents.extract import extract
from xunwang.inspector.read.documents.model import Document, Limits
from xunwang.inspector.read.search_form import search_form
from xunwang.inspector.read.selecting import pick
from xunwang.inspector.safety import Watcher
from xunwang.inspector.safety.sheets import hidden_by, sheets_of

_SAMPLE = Sample(HOME, "", PageKind.HOME, 0, None, None, None)
_SHEET = ".menu{display:none} #a , .b{text-indent:-9999px;color:#fff}"
_TEXT = "各单位：请认真贯彻党的二十大精神，部暑春耕生产工作。2026年2月30日前报送，合计100%，其中50%、60%。\n"
_HARM = "document.write('<a href=http://x.example/>彩票</a>')"
_BODIES = (
    "<script>eval(atob('{code}'));</script><a href='javascript:void(0)' onclick=\"eval(unescape('%61%6c'))\">甲</a>",
    "<iframe src='data:text/html;base64,{code}'></iframe><link rel='stylesheet' href='/a.css'><p class='menu'><a href='http://x.example/'>彩票</a></p>",
    "<p>机密★10年</p><p>身份证号110101199003078515 内部资料，请勿外传</p><meta http-equiv='refresh' content='0;url=http://x.example/'>",
    "<div class='ewm'><img src='data:image/png;base64,{code}' alt='微信公众号二维码'></div><div class='qrcode'>扫一扫</div><a href='/m'>政务新媒体矩阵</a>",
    "<form action='/s' method='get'><input type='text' name='q'><input type='submit'></form><a class='share' onclick='window.print()'>打印本页</a>",
    "<a href='/go?to={address}'>友情链接</a>",
)


def looked_at_closely() -> list[Reader]:
    return [
        Reader("page looked at closely", [*_pages(), *small_pages()], _closely),
        Reader("code in a picture", _codes(), lambda data: extract(data, Limits())),
        Reader("text proofread", [_TEXT.encode()], _proofread),
    ]


def _pages() -> list[bytes]:
    code, address = (base64.b64encode(text.encode()).decode() for text in (_HARM, "http://x.example/login"))
    return [
        f"<html><head><title>东河</title></head><body>{body.format(code=code, address=address)}</body></html>".encode()
        for body in _BODIES
    ]


def _closely(data: bytes) -> object:
    page, html = door.read_saved(data, HOME, home=HOME, today=DAY), data.decode("utf-8", "replace")
    return [
        Watcher(HOME).signs(data, page, None),
        hidden_by(html, HOME, HOME, [_SHEET, *sheets_of(html, HOME, HOME)]),
        read_sample(_SAMPLE, data, {}),
        search_form(data, HOME, {}),
        pick(data, HOME, items="li, a", today=DAY),
        asyncio.run(shown_by_codes(pictures_of(html, HOME), _nothing_comes, _read)),
        (pages_about(html, HOME, 5), drawn_on(html)),
        attached_to(html, HOME),
    ]


async def _nothing_comes(_url: str) -> Came:
    return Came(None, None)


async def _read(body: bytes) -> Document:
    return extract(body, Limits())


def _codes() -> list[bytes]:
    code = zxingcpp.create_barcode("http://weixin.qq.com/r/x", zxingcpp.BarcodeFormat.QRCode)
    picture, out = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4)), []
    for form in ("PNG", "JPEG", "GIF", "BMP"):
        kept = io.BytesIO()
        picture.save(kept, form)
        out.append(kept.getvalue())
    return out


def _proofread(data: bytes) -> object:
    return list(proof.proofread(proof.Proofreader(), data.decode("utf-8", "replace"), day=DAY))
