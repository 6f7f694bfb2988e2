import datetime as dt
from pathlib import Path

import pytest

from xunwang.inspector.model import SHANGHAI
from xunwang.inspector.probes import ProbeError, read_probes


def series(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "probes.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_series_are_grouped_by_home_and_ordered(tmp_path: Path) -> None:
    path = series(
        tmp_path,
        "time,home,milliseconds,error\n"
        "2026-03-30T10:00:00+08:00,http://a.example/,120.5,\n"
        "2026-03-30 08:00:00,http://a.example,,timeout\n"
        "2026-03-30T09:00:00+08:00,http://b.example/,15000,\n",
    )
    probes = read_probes(path)
    assert sorted(probes) == ["a.example/", "b.example/"]
    first, second = probes["a.example/"]
    assert first.at == dt.datetime(2026, 3, 30, 8, tzinfo=SHANGHAI)
    assert (first.milliseconds, first.error) == (None, "timeout")
    assert second.milliseconds == 120.5


def test_one_column_may_carry_either_milliseconds_or_an_error(tmp_path: Path) -> None:
    path = series(
        tmp_path, "time,home,milliseconds or error\n2026-03-30T10:00:00,http://a.example/,refused\n"
    )
    (probe,) = read_probes(path)["a.example/"]
    assert (probe.milliseconds, probe.error) == (None, "refused")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("time,home\n", "缺少列 milliseconds"),
        ("time,home,milliseconds\n2026-02-30,http://a.example/,1\n", "第2行：time“2026-02-30”"),
        ("time,home,milliseconds\n2026-02-03,a.example,1\n", "第2行：home“a.example”"),
        ("time,home,milliseconds,error\n2026-02-03,http://a.example/,,\n", "都为空"),
    ],
)
def test_a_wrong_series_is_refused_with_its_place(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ProbeError, match=named):
        read_probes(series(tmp_path, text))


def test_a_series_out_of_a_spreadsheet_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "探测.csv"
    path.write_bytes(
        "时间,首页地址,毫秒,错误\n2026-03-30 10:00:00,http://a.example/,,超时\n".encode("gb18030")
    )
    (probe,) = read_probes(path)["a.example/"]
    assert (probe.milliseconds, probe.error) == (None, "超时")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProbeError, match=r"none\.csv”打不开"):
        read_probes(tmp_path / "none.csv")
