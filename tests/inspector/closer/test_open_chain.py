"""A site whose server leaves its chain of certificates open: read, told, and what was fetched for it lies in the archive."""

import datetime as dt

import certificates
import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, NetworkFact, Reach, Subject

HOST, ISSUERS = "www.shili.gov.cn", "ca.shilica.cn"
AT = f"http://{ISSUERS}/issuer.crt"
pytestmark = pytest.mark.skipif(bool(certificates.MISSING), reason=certificates.MISSING)


@pytest.fixture
def inspected(tmp_path, monkeypatch):
    root = certificates.Authority(tmp_path / "root")
    middle = root.below(tmp_path / "middle", "示例中间证书")
    monkeypatch.setenv("SSL_CERT_FILE", str(root.file))
    page = answer(
        '<html><head><meta charset="utf-8"><title>示例县人民政府</title></head><body>欢迎访问</body></html>'
    )
    there = {"/issuer.crt": answer(middle.der(), headers=("Content-Type: application/pkix-cert",))}
    with Loopback(there) as issuers, Loopback({"/": page}, tls=middle.server(HOST, issuer_at=AT)) as site:
        places = (f"{HOST}:443:127.0.0.1:{site.port}", f"{ISSUERS}:80:127.0.0.1:{issuers.port}")
        (run,) = door.inspect_sites(
            [door.Inspection(subject=Subject(id="a", name="示例县人民政府", home=f"https://{HOST}/"))],
            tmp_path / "out",
            door.InspectSettings(connect_to=places, closed=True, delay=0.0, browser="never", timeout=60.0),
            reading_day=dt.date(2026, 3, 31),
            clock=lambda: dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI),
            tell=lambda _: None,
        )
        return door.Run.open(run), middle.der(), dict(issuers.asked)


def test_the_site_is_read_and_what_its_server_leaves_out_is_kept(inspected):
    run, issuer, asked = inspected
    (fact,) = [fact for fact in run.facts() if isinstance(fact, NetworkFact)]
    assert fact.secure.attempt.reach is Reach.OK
    assert fact.secure.issuers_at == (AT,)
    assert asked == {"/issuer.crt": 1}
    archives = b"".join(path.read_bytes() for path in run.path.glob("archive-*.warc.gz"))
    assert issuer in archives  # what is this small is stored as it came
