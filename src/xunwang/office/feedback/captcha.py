"""A small sum that people solve and simple robots do not: as a distorted picture, or in words for whoever cannot see it.

The question travels in a sealed ticket, so that nothing is kept until an answer comes; a ticket is good for one answer.
"""

import datetime as dt
import io
import random
import secrets

import msgspec
from PIL import Image, ImageDraw, ImageFont

from xunwang.inspector.model import Record, in_chinese
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.sealing import seal, unseal

GOOD_FOR = dt.timedelta(minutes=30)
_SIZE = (180, 56)


class Ticket(Record, frozen=True):
    """`left` + `right`, or - where `minus`; `mark` makes it the only one of its kind."""

    left: int
    right: int
    minus: bool
    in_words: bool
    made: dt.datetime
    mark: str

    @property
    def answer(self) -> int:
        return self.left - self.right if self.minus else self.left + self.right

    @property
    def words(self) -> str:
        sign = "减" if self.minus else "加"
        return f"{in_chinese(self.left)}{sign}{in_chinese(self.right)}等于几？"


def new_ticket(*, in_words: bool) -> str:
    """A fresh question, sealed."""
    left, right = sorted((1 + secrets.randbelow(9), 1 + secrets.randbelow(9)), reverse=True)
    ticket = Ticket(left, right, bool(secrets.randbelow(2)), in_words, clock.now(), secrets.token_hex(8))
    return seal(msgspec.json.encode(ticket).decode())


def opened(sealed: str) -> Ticket:
    """The ticket, while it is good. Raises OfficeError."""
    try:
        ticket = msgspec.json.decode(unseal(sealed), type=Ticket)
    except (OfficeError, msgspec.DecodeError):
        raise OfficeError("验证题已失效，请重新回答。") from None
    if clock.now() - ticket.made > GOOD_FOR:
        raise OfficeError("验证题已超过 30 分钟，请重新回答。")
    return ticket


def right(ticket: Ticket, answer: str) -> bool:
    """Digits of any width count."""
    written = answer.strip()
    return written.isdecimal() and len(written) < 5 and int(written) == ticket.answer


def picture(ticket: Ticket) -> bytes:
    """The question as a PNG; the same ticket always gives the same picture, or many could be averaged."""
    dice = random.Random(ticket.mark)  # noqa: S311  # only bends glyphs
    image = Image.new("L", _SIZE, 255)
    place = 10
    for sign in (str(ticket.left), "-" if ticket.minus else "+", str(ticket.right), "=", "?"):
        glyph = _glyph(sign, dice)
        image.paste(0, (place, dice.randint(2, 10)), glyph)
        place += 32
    _scratch(image, dice)
    out = io.BytesIO()
    _wave(image, dice).save(out, "PNG")
    return out.getvalue()


def _glyph(sign: str, dice: random.Random) -> Image.Image:
    mask = Image.new("L", (36, 44), 0)
    ImageDraw.Draw(mask).text((8, 2), sign, fill=255, font=ImageFont.load_default(dice.randint(28, 36)))
    return mask.rotate(dice.uniform(-22, 22), resample=Image.Resampling.BILINEAR)


def _scratch(image: Image.Image, dice: random.Random) -> None:
    draw, (width, height) = ImageDraw.Draw(image), _SIZE
    for _ in range(3):
        ends = [(dice.randrange(width), dice.randrange(height)) for _ in range(2)]
        draw.line(ends, fill=dice.randint(110, 180))
    for _ in range(160):
        draw.point((dice.randrange(width), dice.randrange(height)), fill=dice.randint(0, 160))


def _wave(image: Image.Image, dice: random.Random) -> Image.Image:
    """Shears the picture in strips, each by another amount."""
    width, height = _SIZE
    bent = Image.new("L", _SIZE, 255)
    shift = 0
    for top in range(0, height, 4):
        shift = max(-5, min(5, shift + dice.randint(-2, 2)))
        bent.paste(image.crop((0, top, width, top + 4)), (shift, top))
    return bent
