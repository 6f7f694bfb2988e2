"""Whom a secure connection trusts, and what it offers: as browsers do, on every machine alike."""

import os
import ssl
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_REMEMBERED = 16  # contexts, of some MB each
# What browsers offer beside TLS 1.3: forms that old servers have nothing better than, and no DHE, of which such servers would
# pick a group that is too weak. Level 1: keys of 1024 bits, as browsers take them; SHA-1 and MD5 stay out.
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:kRSA+AESGCM:kRSA+AES:!aNULL:!AESCCM:@SECLEVEL=1"


def tls_context(issuers: tuple[bytes, ...] = ()) -> ssl.SSLContext:
    """Trusts whom this machine trusts, or the authorities that OpenSSL's variables name.

    `issuers`: certificates in DER, each one that `is_vouched_for`, over which a chain may lead there; they vouch for nothing by themselves.
    """
    return _context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"), issuers)


def is_vouched_for(der: bytes) -> bool:
    """Whether a certificate in DER is an authority's whom another one vouches for today, as OpenSSL reads it.

    What it takes for self-issued ends a chain once it is held, and it reads more spellings of a name than anybody would foresee.
    """
    reader = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        reader.load_verify_locations(cadata=der)
        authorities: list[dict[str, Any]] = reader.get_ca_certs()
        return bool(authorities) and all(map(_is_vouched_for, authorities))
    except (ssl.SSLError, ValueError):
        return False


def _is_vouched_for(read: dict[str, Any]) -> bool:
    first, last = (ssl.cert_time_to_seconds(read[end]) for end in ("notBefore", "notAfter"))
    return _plain(read["subject"]) != _plain(read["issuer"]) and first <= time.time() <= last


def _plain(name: Iterable[Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
    """A name without what changes nothing when OpenSSL compares names: capitals, blanks and order."""
    return sorted((kind, "".join(said.casefold().split())) for together in name for kind, said in together)


@lru_cache(maxsize=_REMEMBERED)
def _context(_file: str | None, _folder: str | None, issuers: tuple[bytes, ...]) -> ssl.SSLContext:
    """One for all clients with the same authorities: reading these takes as long as reading ten pages."""
    context = ssl.create_default_context()
    # As browsers do, and on every machine alike: some distributions build Python so that it still speaks older versions.
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_CIPHERS)
    # Browsers still talk to servers without secure renegotiation; many old government servers are such.
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    # Python 3.13 asks of certificates what browsers and earlier versions do not (VERIFY_X509_STRICT): a site is not to fail by our
    # interpreter. And it ends chains at any certificate it holds (PARTIAL_CHAIN): `issuers` would be trusted by that.
    context.verify_flags = ssl.VERIFY_X509_TRUSTED_FIRST
    if issuers:
        context.load_verify_locations(cadata=b"".join(issuers))
    return context
