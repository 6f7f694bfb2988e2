"""What an inspector is handed: the register and a week of visits, as the contract describes them."""

import csv
from datetime import timedelta
from pathlib import Path

from bench.stranger.making import City

HEADER = ["网站名称", "首页地址", "网站标识码", "类型", "层级", "主办单位", "ICP备案号", "联系电话"]
VISITS, EVERY = 140, timedelta(minutes=72)


def write_papers(city: City, folder: Path) -> tuple[Path, Path]:
    """Returns the register and the visits."""
    register, visits = folder / "register.csv", folder / "probes.csv"
    with register.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for s in city.sites:
            level = "县级" if s.portal else "市级"
            table.writerow([s.name, s.home, s.code, s.kind, level, s.organiser, s.icp, s.phone])
    begin = city.as_of.replace(hour=0, minute=5, second=0) - timedelta(days=6)
    with visits.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["time", "home", "milliseconds or error"])
        for s in city.sites:
            down = set(s.rng.sample(range(VISITS), s.flags.get("down", 0)))
            for number in range(VISITS):
                at = begin + EVERY * number
                table.writerow(
                    [
                        f"{at:%Y-%m-%dT%H:%M:%S}+08:00",
                        s.home,
                        "timeout" if number in down else s.rng.randint(80, 900),
                    ]
                )
    return register, visits
