"""Pages that are looked over stretch by stretch tell what they tell looked over whole."""

import random

from xunwang.inspector.safety.named import hosts_in
from xunwang.inspector.safety.scan import wake
from xunwang.inspector.safety.stretches import Shared, Stretch

_HEAD = b"<!doctype html>\n<html>\n<head>\n"
_SHEETS = b"".join(
    b'<link rel="stylesheet" href="//sheets.example/%d.css">\n' % number for number in range(30)
)
_MENU = "".join(f'<li><a href="/lm{number}/">栏目{number}</a></li>\n' for number in range(60)).encode()
_FOOT = "".join(f"<p>示例市人民政府办公室主办（{number}）</p>\n" for number in range(40)).encode()
_PIECES = (
    b"\n", b" ", b"<b>", b"</b><", b"><", "赌".encode(), "百家乐".encode(), "开户".encode(), b"//ag.example", b"%2f%2f", b"</html", b"<script>",
    b"location.href", b"document.write", "正文。".encode(), b"<body", b"&#", b"</span><span", "身份证".encode(), b"\xe4\xb8", b"\r\n",
)  # fmt: skip


def _page(title: str, own: bytes, *, menu: bytes = _MENU, foot: bytes = _FOOT) -> bytes:
    head = _HEAD + f"<title>{title}</title>\n".encode() + _SHEETS + b"</head>\n"
    return head + b"<body>\n" + menu + own + b"\n" + foot + b"</body>\n</html>"


def _told(parts: list[tuple[int, Stretch]]) -> tuple[object, object, bool]:
    body = b"".join(part.body for _, part in parts)
    hits = [(key, start + at, end + at) for at, part in parts for key, start, end in part.finds]
    hosts = frozenset[bytes]().union(*(part.hosts for _, part in parts))
    return wake(body, hits), hosts, any(part.has_lone_letters for _, part in parts)


def _told_whole(body: bytes) -> tuple[object, object, bool]:
    return wake(body), frozenset(hosts_in(body)), Stretch(body).has_lone_letters


def test_what_pages_share_is_looked_over_once() -> None:
    shared = Shared()
    pages = [_page(f"第{number}页", f"<p>正文{number}</p>".encode()) for number in range(5)]
    cuts = [shared.cut(page) for page in pages]
    assert [len(cut) for cut in cuts] == [1, 4, 4, 4, 4]
    assert cuts[2][1][1] is cuts[4][1][1]
    assert cuts[2][3][1] is cuts[4][3][1]
    own = sum(len(cuts[4][place][1].body) for place in (0, 2))
    assert own < len(pages[4]) / 10


def test_columns_with_menus_of_their_own_are_each_known() -> None:
    shared = Shared()
    menus = [_MENU + f"<p>{'本栏目' * 200}{column}</p>\n".encode() * 3 for column in range(3)]
    for number in range(12):
        page = _page(f"第{number}页", f"<p>正文{number}</p>".encode(), menu=menus[number % 3])
        cut = shared.cut(page)
        assert b"".join(part.body for _, part in cut) == page
        assert _told(cut) == _told_whole(page)
    assert len(cut) == 4


def test_pages_tell_the_same_in_stretches_as_whole() -> None:
    random.seed(5)
    shared = Shared()
    menu, foot = _MENU, _FOOT
    for number in range(600):
        if number % 40 == 0:  # a frame with something in it, and at its edges
            menu = _MENU + b"".join(random.choices(_PIECES, k=120))
            foot = b"".join(random.choices(_PIECES, k=120)) + _FOOT
        own = b"".join(random.choices(_PIECES, k=random.randrange(60)))
        page = _page(str(number), own, menu=menu, foot=foot)
        page = page[random.choice([0, 0, 0, 40]) : random.choice([len(page), len(page), 3_000])]
        cut = shared.cut(page)
        assert b"".join(part.body for _, part in cut) == page
        assert [at for at, _ in cut] == [
            sum(len(part.body) for _, part in cut[:place]) for place in range(len(cut))
        ]
        assert _told(cut) == _told_whole(page)


def test_odd_pages_are_cut_too() -> None:
    shared = Shared()
    odd = (
        b"",
        b"\n",
        b"<body",
        b"<body" * 400,
        b"\n" * 2_000,
        b"x" * 300_000,
        b"\n<body>" * 90_000,
        b"\n" * 2_000,
    )
    for page in odd * 2:
        assert b"".join(part.body for _, part in shared.cut(page)) == page
