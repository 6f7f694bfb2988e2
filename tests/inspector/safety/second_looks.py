"""Sites whose servers look at who is asking, and whole inspections of them."""

import datetime as dt

from loopback import NOON, Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.model import SafetyFact, Subject

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"
SUBJECT = Subject(id="s-1", name="示例县人民政府", home=HOME, code="9900000001")
TEXT = (
    "示例县人民政府召开常务会议，研究部署防汛抗旱、乡村振兴和安全生产等重点工作，要求各乡镇、各部门压实责任，抓好落实，确保群众生命财产安全。"
    * 3
)
CLICHE = (
    "线上真人荷官与您同在，注册即送豪礼，提款迅速，信誉保证，全天候在线客服，百家乐平台、老虎机平台应有尽有，欢迎新老会员体验试玩。"
    * 3
)


def page(*links, title="示例县人民政府", text=TEXT, head="", foot=""):
    items = "".join(f'<li><a href="{href}">{name}</a></li>' for href, name in links)
    return answer(
        f"<html><head><title>{title}</title>{head}</head><body><div class='header'><h1>{title}</h1></div>"
        f"<div class='content'><p>{text}</p></div><ul>{items}</ul>{foot}</body></html>"
    )


class Web(Loopback):
    """Hosts by name, each a mapping of paths to bytes or to a function of the request that gives them."""

    def __init__(self, hosts):
        self._hosts = hosts
        super().__init__(self._answer)
        self.visitors = []

    async def _answer(self, request):
        host = request.headers.get("host", "").partition(":")[0]
        self.visitors.append((host, request.path, request.headers))
        found = self._hosts.get(host, {}).get(request.path, answer("没有这一页", "404 Not Found"))
        data = found(request) if callable(found) else found
        await request.say(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if request.method == "HEAD" else data)


def inspect(web, folder, *, since=None, proof=False, **settings):
    """The closed run of one inspection over these hosts."""
    hosts = [f"{host}:80:127.0.0.1:{web.port}" for host in web._hosts]
    made = door.InspectSettings(
        connect_to=tuple(hosts),
        closed=True,
        delay=0.0,
        per_host=4,
        timeout=20.0,
        retry_wait=0.0,
        browser="never",
        proof=proof,
        **settings,
    )
    inspection = door.Inspection(subject=SUBJECT, since=since)
    (run,) = door.inspect_sites(
        [inspection], folder, made, reading_day=dt.date(2026, 3, 31), clock=lambda: NOON, tell=lambda _: None
    )
    return door.Run.open(run)


def signs(run, kind):
    """The safety facts of a kind."""
    return [fact for fact in run.facts() if isinstance(fact, SafetyFact) and fact.sign.kind == kind]
