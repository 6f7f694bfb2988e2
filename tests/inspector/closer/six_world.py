"""Run inside a network namespace of its own: two websites on public addresses, inspected through the door with an ordinary guard.

`python six_world.py FOLDER with|without` – with or without IPv6 on the machine; prints what was found as JSON.
"""

import datetime as dt
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET, AF_INET6

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, NetworkFact, SiteKind, Subject

FOUR, SIX, INSIDE = "93.184.216.30", "2a0f:ffc0::5", "fd00:1234::5"
BOTH, ONLY_FOUR, ASTRAY = "www.liuliu.gov.cn", "www.sisi.gov.cn", "www.neiwang.gov.cn"
DAY = dt.date(2026, 3, 31)
TOPICS = ("春耕备耕", "河道清淤", "校园安全", "道路养护", "文化下乡", "森林防火", "就业招聘", "环境整治")
NEWS = "".join(
    f'<li><a href="/yw/{n}.html">全县{topic}工作推进会情况通报</a><span>2026-03-{n + 10}</span></li>'
    for n, topic in enumerate(TOPICS, 1)
)
HOME = (
    '<html lang="zh-CN"><head><meta charset="utf-8"><title>示例县人民政府</title></head><body>'
    '<div class="nav"><a href="/yw/">工作动态</a></div>'
    f'<h1>示例县人民政府</h1><ul class="list">{NEWS}</ul><p>网站标识码：9900000001</p></body></html>'
)
PAGES = {"/": HOME, "/yw/": HOME.replace("示例县人民政府</title>", "工作动态</title>")} | {
    f"/yw/{n}.html": f'<html lang="zh-CN"><head><meta charset="utf-8"><title>{topic}</title></head><body>'
    f"<h1>全县{topic}工作推进会情况通报</h1><p>发布时间：2026-03-{n + 10}</p>"
    f"<p>会议听取了各乡镇{topic}工作情况的汇报，研究了下一步的{topic}工作安排，要求抓好落实。</p></body></html>"
    for n, topic in enumerate(TOPICS, 1)
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        page = PAGES.get(self.path)
        body = (page or "没有这一页").encode()
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def log_message(self, format, *args):  # noqa: A002  # the name is that of the library
        return


def world(folder, six):
    """Addresses, names and servers. Nothing of it is seen outside the namespace."""
    hosts = [f"{FOUR} {host}" for host in (BOTH, ONLY_FOUR, ASTRAY)] + [f"{SIX} {BOTH}", f"{INSIDE} {ASTRAY}"]
    (folder / "hosts").write_text("\n".join(hosts) + "\n")
    (folder / "nsswitch.conf").write_text("hosts: files\n")
    commands = [
        "ip link set lo up", f"ip addr add {FOUR}/24 dev lo",
        f"mount --bind {folder}/hosts /etc/hosts", f"mount --bind {folder}/nsswitch.conf /etc/nsswitch.conf",
    ]  # fmt: skip
    if six:
        commands += [
            f"ip -6 addr add {SIX}/64 dev lo nodad", f"ip -6 addr add {INSIDE}/64 dev lo nodad", "ip -6 route add default dev lo",
        ]  # fmt: skip
    for command in commands:
        subprocess.run(command.split(), check=True, capture_output=True)


class Six(ThreadingHTTPServer):
    address_family = AF_INET6


class Four(ThreadingHTTPServer):
    address_family = AF_INET


def serve(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()


def look(folder):
    subjects = [
        Subject(id=host, name="示例县人民政府", home=f"http://{host}/", site_kind=SiteKind.PORTAL)
        for host in (BOTH, ONLY_FOUR, ASTRAY)
    ]
    settings = door.InspectSettings(
        delay=0.0, per_host=4, timeout=20.0, retry_wait=0.05, browser="never", max_pages=30
    )
    return door.inspect_sites(
        [door.Inspection(subject=subject) for subject in subjects],
        folder / "runs",
        settings,
        reading_day=DAY,
        clock=lambda: dt.datetime.combine(DAY, dt.time(9), SHANGHAI),
        tell=lambda _: None,
    )


def main(folder, six):
    world(folder, six)
    serve(Four((FOUR, 80), Handler))
    if six:
        serve(Six((SIX, 80), Handler))
        serve(Six((INSIDE, 80), Handler))
    told = {}
    for one in door.judge(look(folder), door.norm("cn-2019"), as_of=DAY):
        facts = [fact for fact in door.Run.open(Path(one.run)).facts() if isinstance(fact, NetworkFact)]
        state = facts[0].v6
        told[one.judgement.subject.id] = {
            "addresses": state.addresses,
            "blocked": state.blocked,
            "unasked": state.unasked,
            "home": [attempt.reach for attempt in state.home],
            "likeness": state.likeness,
            "links": sorted({(link.level, link.attempt.reach) for link in state.links}),
            **{
                outcome.indicator: [outcome.outcome, outcome.reason]
                for outcome in one.judgement.outcomes
                if outcome.indicator in {"D-4.9", "L-14"}
            },
            "findings": [f.locator for f in one.judgement.findings if f.indicator in {"D-4.9", "L-14"}],
        }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] == "with")
