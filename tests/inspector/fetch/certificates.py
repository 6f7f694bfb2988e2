"""Certificates for tests, made by the openssl command in a folder of the test: an authority of ours, and what it signs."""

import shutil
import ssl
import subprocess

MISSING = "" if shutil.which("openssl") else "GATE SKIPPED: needs the openssl command to make certificates"

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
RSA = ("-newkey", "rsa:2048")
_CONFIG = """
[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


def _openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


class Authority:
    """Signs certificates; `file` is its own, for those who trust it."""

    def __init__(self, folder, name="示例根证书"):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.file = folder / "ca.pem"
        (folder / "ca.cnf").write_text(_CONFIG)
        (folder / "index.txt").write_text("")
        (folder / "serial").write_text("01\n")
        _openssl(
            folder, "req", "-x509", *_KEY, "-nodes", "-days", "30", "-utf8", "-subj", f"/CN={name}",
            "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", "ca.key", "-out", "ca.pem",
        )  # fmt: skip

    def server(self, host, *, start="20250101000000Z", end="21000101000000Z", purpose="serverAuth", key=_KEY):
        """A server's TLS context with a certificate for `host`, valid in this span."""
        _openssl(
            self._folder, "req", *key, "-nodes", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}",
            "-addext", f"extendedKeyUsage={purpose}", "-keyout", "leaf.key", "-out", "leaf.csr",
        )  # fmt: skip
        _openssl(
            self._folder, "ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key",
            "-startdate", start, "-enddate", end, "-in", "leaf.csr", "-out", "leaf.pem",
        )  # fmt: skip
        return _context(self._folder / "leaf.pem", self._folder / "leaf.key")


def weak_group(folder):
    """The file of a Diffie-Hellman group such as servers of fifteen years ago have."""
    _openssl(folder, "dhparam", "-dsaparam", "-out", "group.pem", "1024")
    return folder / "group.pem"


def self_signed(folder, host):
    """A server's TLS context with a certificate that nobody vouches for."""
    _openssl(
        folder, "req", "-x509", *_KEY, "-nodes", "-days", "30", "-subj", f"/CN={host}", "-addext",
        f"subjectAltName=DNS:{host}", "-keyout", "self.key", "-out", "self.pem",
    )  # fmt: skip
    return _context(folder / "self.pem", folder / "self.key")


def _context(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
