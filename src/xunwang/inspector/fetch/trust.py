"""Whom a secure connection trusts, and what it offers: as browsers do, on every machine alike."""

import os
import ssl
from functools import lru_cache

_REMEMBERED = 16  # contexts, of some MB each
# What browsers offer beside TLS 1.3: forms that old servers have nothing better than, and no DHE, of which such servers would
# pick a group that is too weak. Level 1: keys of 1024 bits, as browsers take them; SHA-1 and MD5 stay out.
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:kRSA+AESGCM:kRSA+AES:!aNULL:!AESCCM:@SECLEVEL=1"


def tls_context(issuers: tuple[bytes, ...] = ()) -> ssl.SSLContext:
    """Trusts whom this machine trusts, or the authorities that OpenSSL's variables name.

    `issuers`: certificates in DER, none of them self-issued, over which a chain may lead there; they vouch for nothing by themselves.
    """
    return _context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"), issuers)


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
