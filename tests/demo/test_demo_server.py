"""The server over real sockets."""

import http.client
import json
import shutil
import socket
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from xunwang_demo.server import CityServer

PORTAL = "www.shilishi.gov.cn"


@pytest.fixture(scope="module")
def server(city):
    with CityServer(city) as running:
        yield running


@pytest.fixture(autouse=True)
def first_day(server):
    server.set_day(0)


def ask(server, host, target="/", method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(method, target, headers={"Host": host, **headers})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_the_host_header_picks_the_site(server, city):
    for site in city.sites[:6]:
        response, body = ask(server, site.host)
        assert response.status == 200
        assert body == site.pages["/"].body


def test_a_port_in_the_host_header_and_capital_letters_do_not_matter(server, city):
    response, body = ask(server, f"{PORTAL.upper()}:80")
    assert (response.status, body) == (200, city.sites[0].pages["/"].body)


def test_an_unknown_host_is_a_plain_404(server):
    response, body = ask(server, "www.nowhere.gov.cn")
    assert response.status == 404
    assert response.headers.get_content_type() == "text/plain"
    assert "没有这个网站" in body.decode()


def test_an_unknown_page_is_the_404_page_of_the_site_with_the_code_of_another(server, city):
    response, body = ask(server, PORTAL, "/no/such/page.html")
    assert response.status == 404
    assert "您访问的页面不存在" in body.decode()
    assert city.sites[0].code not in body.decode().split("<title>")[1].split("</head>")[0]


def test_an_unknown_query_does_not_hide_a_page_and_a_known_one_picks_its_own(server, city):
    assert ask(server, PORTAL, "/css/site.css?v=2")[0].status == 200
    shating = next(site for site in city.sites if site.style == "tables")
    first, second = (ask(server, shating.host, f"/list.asp?classid={n}")[1] for n in (11, 12))
    assert first != second


def test_head_gives_the_length_and_no_body(server, city):
    response, body = ask(server, PORTAL, method="HEAD")
    assert body == b""
    assert int(response.headers["Content-Length"]) == len(city.sites[0].pages["/"].body)


def test_an_unchanged_page_is_not_sent_again(server):
    tag = ask(server, PORTAL)[0].headers["ETag"]
    response, body = ask(server, PORTAL, **{"If-None-Match": tag})
    assert (response.status, body) == (304, b"")


def test_many_requests_go_over_one_connection_even_when_sent_at_once(server):
    request = f"GET /robots.txt HTTP/1.1\r\nHost: {PORTAL}\r\n\r\n".encode()
    last = f"GET / HTTP/1.1\r\nHost: {PORTAL}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(request * 20 + last)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert received.count(b"HTTP/1.1 200 OK") == 21


def test_a_posted_body_is_swallowed(server):
    response, body = ask(server, PORTAL, "/letter/submit", method="POST")
    assert response.status == 200
    assert "提交成功" in body.decode()


def test_a_reset_link_resets_on_every_day(server):
    for day in (0, 1):
        server.set_day(day)
        with pytest.raises(ConnectionResetError):
            ask(server, "qx.shilishi.gov.cn", "/warn.html")


def test_a_hanging_link_says_nothing_until_the_next_day(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(b"GET /zxft/ HTTP/1.1\r\nHost: www.qinghe.shilishi.gov.cn\r\n\r\n")
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)
    server.set_day(1)
    assert ask(server, "www.qinghe.shilishi.gov.cn", "/zxft/")[0].status == 200


@pytest.mark.parametrize(
    ("host", "target", "statuses"),
    [
        (PORTAL, "/zt/2024jcz/", (503, 200)),
        ("ziliao.shilishi.gov.cn", "/shzz/", (503, 200)),
        ("szqh.shilishi.gov.cn", "/", (503, 503)),
        ("ziliao.shilishi.gov.cn", "/gone/2019/index.html", (404, 404)),
        ("www.wangqiao.shilishi.gov.cn", "/xzzq/index.html", (410, 410)),
        (PORTAL, "/old/moved.html", (302, 302)),
        (PORTAL, "/zt/2023/missing.html", (200, 200)),
    ],
)
def test_links_fare_as_planted_on_both_days(server, host, target, statuses):
    seen = []
    for day in (0, 1):
        server.set_day(day)
        seen.append(ask(server, host, target)[0].status)
    assert tuple(seen) == statuses


def test_the_challenge_sets_a_cookie_and_never_lets_anyone_through(server):
    for headers in ({}, {"Cookie": "gate_id=1; gate_pass=5"}):
        response, body = ask(server, "yjj.shilishi.gov.cn", "/any.html", **headers)
        assert response.status == 521
        assert response.headers["Set-Cookie"].startswith("gate_id")
        assert b"document.cookie" in body


def test_the_city_lives_at_its_monitoring_point(server):
    assert ask(server, PORTAL)[0].headers["Date"] == "Tue, 31 Mar 2026 13:00:00 GMT"


def test_the_day_follows_an_injected_clock(city):
    moment = [datetime(2026, 4, 1, 8, tzinfo=UTC)]
    with CityServer(city, clock=lambda: moment[0]) as running:
        assert running.day == 0
        moment[0] += timedelta(hours=23)
        assert ask(running, PORTAL, "/zt/2024jcz/")[0].status == 503
        moment[0] += timedelta(hours=1)
        assert ask(running, PORTAL, "/zt/2024jcz/")[0].status == 200


def test_connect_to_names_every_host_once_for_each_network_and_curl_takes_it(server, city):
    four = [line.split(":")[0] for line in server.connect_to if ":127.0.0.1:" in line]
    six = [line.split(":")[0] for line in server.connect_to if ":[::1]:" in line]
    assert set(four) >= {site.host for site in city.sites}
    assert len(four) == len(set(four))
    assert six == (four if server.has_six else [])
    assert len(four) + len(six) == len(server.connect_to)
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    arguments = [part for line in server.connect_to for part in ("--connect-to", line)]
    done = subprocess.run(
        [curl, "-s", "-w", "%{json}", "-o", "/dev/null", *arguments, city.sites[3].home],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["http_code"] == 200


def test_two_servers_do_not_meet_and_a_taken_port_is_refused(server, city):
    with CityServer(city) as second:
        assert second.port != server.port
    with pytest.raises(OSError, match="in use"):
        CityServer(city, port=server.port).__enter__()
