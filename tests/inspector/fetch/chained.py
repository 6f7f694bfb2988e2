"""An authority whom the machine trusts, and one below it whose certificate servers may leave out."""

import pytest
from certificates import Authority

HOST, ISSUERS = "www.shili.gov.cn", "ca.shilica.cn"
HOME = f"https://{HOST}/"
AT = f"http://{ISSUERS}/issuer.crt"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="module")
def middle(root, tmp_path_factory):
    return root.below(tmp_path_factory.mktemp("middle"), "示例中间证书")


@pytest.fixture
def trusting(root, monkeypatch):
    """The machine trusts our authority and nobody else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(root.file))
