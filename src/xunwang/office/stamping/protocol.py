"""RFC 3161: the request for a time stamp over a hash, and what of the answer can be told without trusting anybody.

The signature of the answer is for auditors to hold against the authority's certificate (`openssl ts -verify`); here is seen to it that the
authority granted it, over this hash and for this request.
"""

_OIDS = {
    "sha256": bytes.fromhex("0609608648016503040201"),  # 2.16.840.1.101.3.4.2.1
    "sm3": bytes.fromhex("06082a811ccf55018311"),  # 1.2.156.10197.1.401
}
_SEQUENCE, _INTEGER, _OCTETS, _NULL, _TRUE = 0x30, 0x02, 0x04, b"\x05\x00", b"\x01\x01\xff"
_GRANTED = (0, 1)  # granted, granted with modifications


class StampError(ValueError):
    """Why an answer is no stamp; in Chinese, without a full stop."""


def request(digest: bytes, algorithm: str, nonce: int) -> bytes:
    """The DER of a request that wants the authority's certificate with the answer."""
    return _der(_SEQUENCE, _integer(1), _imprint(digest, algorithm), _integer(nonce), _TRUE)


def check(answer: bytes, digest: bytes, algorithm: str, nonce: int) -> None:
    """Raises StampError."""
    if answer and answer[0] != _SEQUENCE:
        raise StampError("对方的应答不是时间戳")
    _, whole, _ = _read(answer)
    _, status, token = _read(whole)
    kind, granted, _ = _read(status)
    if kind != _INTEGER or int.from_bytes(granted, "big") not in _GRANTED:
        raise StampError(f"时间戳机构没有同意(状态 {granted.hex()})")
    if _imprint(digest, algorithm) not in token or _integer(nonce) not in token:
        raise StampError("时间戳不是为这条记录开具的")


def _imprint(digest: bytes, algorithm: str) -> bytes:
    return _der(_SEQUENCE, _der(_SEQUENCE, _OIDS[algorithm], _NULL), _der(_OCTETS, digest))


def _integer(value: int) -> bytes:
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _der(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((kind, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((kind, 0x80 | len(length))) + length + body


def _read(data: bytes) -> tuple[int, bytes, bytes]:
    """Kind and content of the first element, and what comes behind it."""
    if len(data) < 2:
        raise StampError("对方的应答不完整")
    kind, size, at = data[0], data[1], 2
    if size & 0x80:
        at += size & 0x7F
        size = int.from_bytes(data[2:at], "big")
    if len(data) < at + size:
        raise StampError("对方的应答不完整")
    return kind, data[at : at + size], data[at + size :]
