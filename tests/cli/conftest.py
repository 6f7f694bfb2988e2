from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_tools import Ended, SmallSite, serving

from xunwang import cli


@pytest.fixture
def site() -> Iterator[SmallSite]:
    with serving(SmallSite()) as small:
        yield small


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def xunwang(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    """Runs one command in this process, in the empty folder."""

    def run(*arguments: str | Path) -> Ended:
        capfdbinary.readouterr()
        status = cli.run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Ended(status, out.decode(errors="replace"), err.decode(), out)

    return run


@pytest.fixture
def inspected(xunwang: Callable[..., Ended], site: SmallSite) -> Path:
    """A finished run of the small site."""
    ended = xunwang(
        "inspect", site.home, "--allow-private", "--delay", 0, "--browser", "never", "--as-of", "2026-03-31"
    )
    assert ended.status == 2, ended.err
    return Path("out/20260331-127.0.0.1")
