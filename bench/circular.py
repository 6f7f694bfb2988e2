"""What drafting costs: writing a circular with its attachments, reading it back and counting it a second way.

Run: python -m bench.circular [WEBSITES] [ACCOUNTS]. The websites and accounts are invented; every layout is drafted once.
"""

import argparse
import datetime as dt
import random
import tempfile
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

from xunwang.inspector.model import SiteKind, Verdict
from xunwang.office.circulars.data import (
    AccountResult,
    AccountTotal,
    Basis,
    CircularData,
    CircularHeader,
    Problem,
    SiteResult,
)
from xunwang.office.circulars.layout import layouts, load_layout
from xunwang.office.circulars.selfcheck import publish

WEBSITES, ACCOUNTS = 311, 2_769
FAULTS = (
    Problem("D-4.3", "可用性", "链接打不开", "链接打不开（发现3处）", 3, Decimal(3)),
    Problem("D-4.2", "网站标识", "页脚标识缺失或有误", "页脚标识缺失或有误", 1, Decimal(1)),
    Problem("D-4.7", "页面标签", "页面标签缺失或有误", "页面标签缺失或有误（发现2处）", 2, Decimal(2)),
)
BLANK = Problem("W-V4.3", "栏目不更新", "空白栏目5个以上", "空白栏目5个以上（发现6处）", 6)
REGIONS = [f"示例{number}县" for number in range(1, 10)]
PLATFORMS = ("微信公众号", "新浪微博", "抖音", "移动客户端")


def invented(websites: int, accounts: int) -> CircularData:
    chance = random.Random(0)  # invented rows, no secret
    sites = tuple(_site(number, chance) for number in range(websites))
    kinds = Counter(site.site_kind for site in sites)
    rows = tuple(_account(number, chance) for number in range(accounts))
    groups = Counter((row.platform, row.level, row.region) for row in rows)
    header = CircularHeader(
        issuer="示例市人民政府办公室",
        region="示例市",
        year=2026,
        period="第一季度",
        addressees=("各县人民政府",),
        basis=Basis(norm="cn-2019", documents=()),
        window=(dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        as_of=dt.date(2026, 3, 31),
        issued=dt.date(2026, 4, 10),
        registered_by_kind=dict(kinds),
        registered_by_level=dict(Counter(site.level or "" for site in sites)),
        registered_by_region=dict(Counter(site.region or "" for site in sites)),
        accounts=tuple(
            AccountTotal(platform, count, level, region=region)
            for (platform, level, region), count in groups.items()
        ),
    )
    return CircularData(header=header, sites=sites, accounts=rows)


def _site(number: int, chance: random.Random) -> SiteResult:
    failed = chance.random() < 0.1
    faults = tuple(chance.sample(FAULTS, chance.randint(0, len(FAULTS))))
    lost = sum((fault.points or Decimal() for fault in faults), Decimal())
    return SiteResult(
        subject=f"s{number}",
        name=f"第{number}示例网站",
        home=f"http://site{number}.shili.example/",
        verdict=Verdict.FAIL if failed else Verdict.PASS,
        organiser=f"第{number}示例单位",
        site_kind=chance.choice((SiteKind.PORTAL, SiteKind.DEPARTMENT)),
        level=chance.choice(("市级", "县级")),
        region=chance.choice(REGIONS),
        score=None if failed else 100 - lost,
        score_complete=not failed,
        vetoes=(BLANK,) if failed else (),
        faults=faults,
    )


def _account(number: int, chance: random.Random) -> AccountResult:
    failed = chance.random() < 0.05
    stale = Problem("N-V2.1", "内容不更新", "监测时间点前2周内无更新", "监测时间点前2周内无更新")
    return AccountResult(
        subject=f"a{number}",
        name=f"第{number}示例账号",
        platform=chance.choice(PLATFORMS),
        verdict=Verdict.FAIL if failed else Verdict.PASS,
        level=chance.choice(("市级", "县级")),
        region=chance.choice(REGIONS),
        problems=(stale,) if failed else (),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("websites", type=int, nargs="?", default=WEBSITES)
    parser.add_argument("accounts", type=int, nargs="?", default=ACCOUNTS)
    args = parser.parse_args()
    data = invented(args.websites, args.accounts)
    for key, name in layouts().items():
        with tempfile.TemporaryDirectory() as folder:
            begun, cpu = time.perf_counter(), time.process_time()
            made = publish(data, Path(folder), layout=load_layout(key))
            spent = time.process_time() - cpu
            wall = time.perf_counter() - begun
        print(f"{name}：{len(made.attachments)} 个附件，CPU {spent:.2f} 秒，历时 {wall:.2f} 秒")


if __name__ == "__main__":
    main()
