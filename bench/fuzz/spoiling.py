"""What happens to a good input: cut, doubled, mixed with another, changed in some bytes."""

import io
import random
import zipfile
from functools import cache

_SPICE = (
    b"\x00", b"\xff\xfe", b"<", b">", b"&#0;", b"&#x110000;", b"]]>", b"<!--", b"]]", b'"', b"'", b"\\", b"\r\n", b"-1", b"1e309",
    b"99999999999999999999", b"2026-02-30", b"0000-00-00", "０１２".encode(), "\u202e".encode(), b"<script>", b"</html>", b"=cmd()",
    b"\xed\xa0\x80", b"PK\x03\x04", b"%s%n", b"{{", b"&xxe;", b"*a", b"<<: *x",
)  # fmt: skip


def spoiled(seed: bytes, others: list[bytes], draw: random.Random) -> bytes:
    """One to four accidents."""
    data = bytearray(seed)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(data) + 1)
        length = draw.choice([1, 2, 8, 64, 512])
        match draw.randrange(6):
            case 0:
                del data[at:]
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = draw.choice(_SPICE)
            case 3:
                data[at:at] = data[at : at + length] * draw.choice([1, 2, 50])
            case 4:
                other = draw.choice(others)
                begin = draw.randrange(len(other) + 1)
                data[at : at + length] = other[begin : begin + length]
            case _:
                data[at : at + length] = draw.randbytes(min(length, len(data) - at))
    return bytes(data)


def spoiled_package(seed: bytes, others: list[bytes], draw: random.Random) -> bytes:
    """Half of the time a part inside the zip is spoiled, so that the packing itself stays whole."""
    if draw.random() < 0.5 or not unpacked(seed):
        return spoiled(seed, others, draw)
    out = io.BytesIO()
    parts = unpacked(seed)
    chosen = draw.choice(list(parts))
    with zipfile.ZipFile(out, "w") as new:  # not compressed: that would take longer than most readers
        for name, part in parts.items():
            new.writestr(name, spoiled(part, others, draw) if name == chosen else part)
    return out.getvalue()


@cache
def unpacked(seed: bytes) -> dict[str, bytes]:
    """The parts of a package; empty where it is none."""
    if not zipfile.is_zipfile(io.BytesIO(seed)):
        return {}
    with zipfile.ZipFile(io.BytesIO(seed)) as package:
        return {name: package.read(name) for name in package.namelist()}
