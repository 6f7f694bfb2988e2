"""Progress in words: a line that a person reads, and the same as JSON for machines."""

import datetime as dt
import json
from typing import Any

from xunwang.cli.progress.pace import Snapshot
from xunwang.inspector.door import Progress
from xunwang.inspector.model import Reach

REACH: dict[str, str] = {
    Reach.HTTP: "服务器返回错误",
    Reach.TIMEOUT: "超时",
    Reach.DNS: "域名无法解析",
    Reach.REFUSED: "拒绝连接",
    Reach.RESET: "连接中断",
    Reach.TLS: "证书或加密异常",
    Reach.PROTOCOL: "应答不规范",
    Reach.UNREADABLE: "内容无法解析",
    Reach.TOO_LARGE: "内容过大",
    Reach.CHALLENGE: "验证页面",
    Reach.FORBIDDEN: "不允许连接或要求暂停",
    Reach.ROBOTS: "robots.txt 不允许",
    Reach.SOFT_404: "错误页面冒充正常",
}


def line(snapshot: Snapshot) -> str:
    """One line: what is done, what waits, how fast, what failed and why, what is left."""
    told = snapshot.told
    parts = crawl_parts(snapshot) if told.crawl else [_count(told.done, told.total)]
    if told.finished:
        left_out = told.crawl.waiting if told.crawl else 0
        ended = f"已结束，尚有{left_out}个地址未访问" if left_out else "已完成"
        return f"{told.stage}：{ended}，{'，'.join([*parts, f'用时{duration(snapshot.seconds)}'])}"
    if snapshot.seconds_left is not None:
        parts.append(f"约需{duration(snapshot.seconds_left)}")
    return f"{told.stage}：{'，'.join(parts)}"


def crawl_parts(snapshot: Snapshot) -> list[str]:
    crawl = snapshot.told.crawl
    assert crawl is not None, "only crawls have these figures"
    parts = [f"已读{crawl.pages}页"]
    if not snapshot.told.finished:
        parts.append(f"待访问{crawl.waiting}个地址")
    if snapshot.pages_per_second is not None:
        parts.append(f"{snapshot.pages_per_second:.1f}页/秒")
    if crawl.not_modified:
        parts.append(f"未变化{crawl.not_modified}页")
    parts += [part for part in (failures(crawl), _rendered(snapshot), rest(crawl)) if part]
    return parts


def failures(crawl: Progress) -> str:
    """未打开17（超时12、拒绝连接5）; "" when everything was read. A reach without words here is named as it stands."""
    if not crawl.failed:
        return ""
    worst = sorted(crawl.failed.items(), key=lambda pair: -pair[1])
    named = "、".join(f"{REACH.get(reach, reach)}{count}" for reach, count in worst)
    return f"未打开{sum(crawl.failed.values())}（{named}）"


def _rendered(snapshot: Snapshot) -> str:
    share = snapshot.rendered_share
    return f"浏览器渲染{share:.1%}" if share else ""


def rest(crawl: Progress) -> str:
    """Why the site is left alone just now, and until when."""
    if crawl.quiet_until:
        return f"静默时段，{crawl.quiet_until:%m-%d %H:%M} 后继续"
    return f"网站繁忙或要求暂缓，{crawl.held_until:%H:%M:%S} 后继续" if crawl.held_until else ""


def _count(done: int, total: int | None) -> str:
    return f"{done}" if total is None else f"{done}/{total}"


def duration(seconds: float) -> str:
    """As precise as an estimate can be: seconds up to two minutes, minutes up to two hours, then hours, then days."""
    whole = round(seconds)
    if whole < 120:
        return f"{whole}秒"
    if whole < 7200:
        return f"{round(whole / 60)}分钟"
    if whole < 48 * 3600:
        return f"{round(whole / 3600, 1):g}小时"
    return f"{round(whole / 86400, 1):g}天"


def record(snapshot: Snapshot, at: dt.datetime) -> str:
    """One JSON object in one line, as docs/progress-json.md describes it."""
    told, crawl = snapshot.told, snapshot.told.crawl
    figures: dict[str, Any] = {
        "event": "progress",
        "at": at.isoformat(timespec="milliseconds"),
        "stage": told.stage,
        "done": told.done,
        "total": told.total,
        "finished": told.finished,
        "seconds": round(snapshot.seconds, 1),
        "seconds_left": _rounded(snapshot.seconds_left, 1),
    }
    if crawl:
        figures |= _crawl_record(crawl, snapshot)
    return json.dumps(figures, ensure_ascii=False)


def _crawl_record(crawl: Progress, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "pages": crawl.pages,
        "waiting": crawl.waiting,
        "requests": crawl.requests,
        "not_modified": crawl.not_modified,
        "bytes": crawl.bytes,
        "pages_per_second": _rounded(snapshot.pages_per_second, 2),
        "errors": dict(crawl.failed),
        "rendered": crawl.rendered,
        "rendered_share": _rounded(snapshot.rendered_share, 4),
        "quiet_until": crawl.quiet_until.isoformat() if crawl.quiet_until else None,
        "held_until": crawl.held_until.isoformat(timespec="seconds") if crawl.held_until else None,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def start_record(stages: int, at: dt.datetime) -> str:
    return json.dumps({"event": "start", "at": at.isoformat(timespec="milliseconds"), "stages": stages})


def sentence_record(sentence: str, at: dt.datetime) -> str:
    return json.dumps(
        {"event": "message", "at": at.isoformat(timespec="milliseconds"), "text": sentence},
        ensure_ascii=False,
    )
