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


def _lies_at(address):
    return ("-addext", f"authorityInfoAccess=caIssuers;URI:{address}") if address else ()


def _elements(data):
    """What a value of DER is made of: tag, content, and both with their length."""
    found = []
    while data:
        head, length = 2, data[1]
        if length & 0x80:
            head += length & 0x7F
            length = int.from_bytes(data[2:head], "big")
        found.append((data[0], data[head : head + length], data[: head + length]))
        data = data[head + length :]
    return found


def _element(tag, content):
    size = len(content)
    return bytes((tag, size) if size < 0x80 else (tag, 0x82, *size.to_bytes(2, "big"))) + content


class Authority:
    """Signs certificates; `file` is its own, for those who trust it."""

    def __init__(self, folder, name="示例根证书"):
        self._set_up(folder)
        _openssl(
            folder, "req", "-x509", *_KEY, "-nodes", "-days", "30", "-utf8", "-subj", f"/CN={name}",
            "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", "ca.key", "-out", "ca.pem",
        )  # fmt: skip

    def _set_up(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.file = folder / "ca.pem"
        (folder / "ca.cnf").write_text(_CONFIG)
        (folder / "index.txt").write_text("")
        (folder / "serial").write_text("01\n")

    def server(
        self,
        host,
        *,
        start="20250101000000Z",
        end="21000101000000Z",
        purpose="serverAuth",
        key=_KEY,
        issuer_at=None,
    ):
        """A server's TLS context with a certificate for `host`, valid in this span; `issuer_at`: where it says that ours lies."""
        _openssl(
            self._folder, "req", *key, "-nodes", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}",
            "-addext", f"extendedKeyUsage={purpose}", *_lies_at(issuer_at), "-keyout", "leaf.key", "-out", "leaf.csr",
        )  # fmt: skip
        self._sign("leaf", start, end)
        return _context(self._folder / "leaf.pem", self._folder / "leaf.key")

    def below(self, folder, name, *, issuer_at=None, same_key=False, end="21000101000000Z"):
        """An authority that this one vouches for until `end`, with a key of its own or the same."""
        folder.mkdir(parents=True, exist_ok=True)
        key = ("-key", "ca.key") if same_key else (*_KEY, "-nodes", "-keyout", "below.key")
        _openssl(
            self._folder, "req", "-new", *key, "-utf8", "-subj", f"/CN={name}",
            "-addext", "basicConstraints=critical,CA:TRUE", *_lies_at(issuer_at), "-out", "below.csr",
        )  # fmt: skip
        self._sign("below", "20200101000000Z", end)
        made = object.__new__(Authority)
        made._set_up(folder)
        shutil.copy(self._folder / "below.pem", made.file)
        shutil.copy(self._folder / ("ca.key" if same_key else "below.key"), folder / "ca.key")
        return made

    def der(self):
        return ssl.PEM_cert_to_DER_cert(self.file.read_text()[self.file.read_text().index("-----BEGIN") :])

    def in_pieces(self):
        """Its own certificate, signed anew, with the issuer's name in pieces (BER): another spelling, for OpenSSL the same name."""
        ours, algorithm, _ = _elements(_elements(self.der())[0][1])
        fields = [whole for _, _, whole in _elements(ours[1])]
        kind, said = _elements(_elements(_elements(_elements(fields[3])[0][1])[0][1])[0][1])
        spelling = _element(0x20 | said[0], said[2])
        fields[3] = _element(0x30, _element(0x31, _element(0x30, kind[2] + spelling)))
        body = _element(0x30, b"".join(fields))
        (self._folder / "body").write_bytes(body)
        _openssl(self._folder, "dgst", "-sha256", "-sign", "ca.key", "-out", "signature", "body")
        signature = _element(0x03, b"\0" + (self._folder / "signature").read_bytes())
        return _element(0x30, body + algorithm[2] + signature)

    def bag(self):
        """As authorities hand out several at once (PKCS #7)."""
        _openssl(
            self._folder, "crl2pkcs7", "-nocrl", "-certfile", "ca.pem", "-outform", "DER", "-out", "ca.p7c"
        )
        return (self._folder / "ca.p7c").read_bytes()

    def _sign(self, what, start, end):
        _openssl(
            self._folder, "ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key",
            "-startdate", start, "-enddate", end, "-in", f"{what}.csr", "-out", f"{what}.pem",
        )  # fmt: skip


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
