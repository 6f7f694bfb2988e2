"""Secrets that have to lie in the database are sealed with a key drawn from the office's own (`XUNWANG_SECRET_KEY`)."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from xunwang.office.errors import OfficeError


@cache
def _box(secret: str) -> Fernet:
    drawn = HKDF(SHA256(), length=32, salt=None, info=b"xunwang.sealing").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(drawn))


def seal(text: str) -> str:
    """The text so that only this office can read it again; nothing stays nothing."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """What was sealed. Raises OfficeError when the key of the office is another one by now."""
    if not sealed:
        return ""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise OfficeError(
            "保存的密钥读不出来：数据目录的 secret.key（或 XUNWANG_SECRET_KEY）与保存时不同，请恢复原来的密钥或重新设置。"
        ) from None
