"""The benchmark itself, small: a city on the demo's own server, the floor and the full work as processes, the report."""

import socket

import pytest
from bench.city import build
from bench.crawl import report
from bench.crawl.__main__ import main
from bench.crawl.contenders import Archive, Floor, Full, Place
from bench.crawl.measuring import cost_of
from bench.crawl.playing import ROOT, pages_read
from bench.crawl.results import Measured, Results, Round
from bench.crawl.runs import links_in, runs_in
from bench.crawl.serving import Asked, ServingError, file_of, nginx, write_city
from bench.work.stages import stage

from xunwang_demo.model import City, Resource, Site
from xunwang_demo.server import CityServer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def demo_site(host, files):
    pages = {
        path: Resource(body, headers=(("Content-Type", content_type(path)),), role="other")
        for path, body in files
    }
    return Site(
        name=host, home=f"http://{host}/", code="", kind="", level="", organiser="", icp="", phone="", style="",
        columns=(), pages=pages,
    )  # fmt: skip


def content_type(path):
    kinds = {"png": "image/png", "jpg": "image/jpeg", "doc": "application/msword", "txt": "text/plain"}
    return kinds.get(path.rpartition(".")[2], "text/html")


@pytest.fixture(scope="module")
def city():
    """One site at 127.0.0.1; its neighbour is localhost, and 127.0.0.250 refuses every connection."""
    port = free_port()
    built = build(60, [f"127.0.0.1:{port}"], neighbour=f"localhost:{port}", dead=f"127.0.0.250:{port}")
    site = built.sites[0]
    served = City(
        name="bench", as_of=None, seed=0, sites=(demo_site("127.0.0.1", [*site.pages(), *site.files()]),),
        neighbours=(demo_site("localhost", built.neighbour_files()),), accounts=(), units=(), truth=(), lookalikes=(),
        unchecked=(), outage="", near_outage="",
    )  # fmt: skip

    class Server(CityServer):
        def now(self):
            return "Tue, 31 Mar 2026 13:00:00 GMT"

    with Server(served, port=port):
        yield built


@pytest.fixture
def place(city, tmp_path):
    return Place(city, tmp_path, tmp_path / "said.log")


def run(contender, place):
    cost = cost_of(contender.command(place), place.log, cwd=ROOT, timeout=120, env={"PYTHONPATH": str(ROOT)})
    assert cost.status == 0, place.log.read_text(encoding="utf-8")
    assert cost.cpu > 0
    assert cost.memory > 1
    return cost


def test_the_floor_fetches_every_page(place):
    run(Floor(), place)


def test_fetch_and_archive_leaves_a_closed_run(place):
    run(Archive(), place)
    assert [path.name for path in runs_in(place.folder / "out")] == ["archive"]


def test_the_full_work_reads_every_page_and_finds_every_planted_link(place, city):
    contender = Full()
    run(contender, place)
    assert contender.broken(place) == {one.url for one in city.broken}
    assert set(city.urls) <= {link.url for link in links_in(place.folder / "out")}
    assert list((place.folder / "out").glob("*.judgements/*/score.json"))


def test_pages_count_when_the_server_gave_them_out(city):
    first, second, *_ = city.urls
    asked = [
        Asked("GET", 200, first),
        Asked("GET", 200, first),
        Asked("HEAD", 200, second),
        Asked("GET", 404, city.broken[0].url),
    ]
    assert pages_read(city, asked) == 1


def test_files_lie_where_the_server_looks(city, tmp_path):
    write_city(city, tmp_path)
    assert all(file_of(tmp_path, url).is_file() for url in city.urls)
    assert not any(file_of(tmp_path, one.url).exists() for one in city.broken)


@pytest.mark.parametrize(
    ("file", "function", "expected"),
    [
        ("/x/xunwang/inspector/fetch/client.py", "fetch", "fetch"),
        ("/x/xunwang/inspector/fetch/urls.py", "key_of", None),
        ("/x/xunwang/inspector/evidence/run.py", "append_exchange", "archive"),
        ("/x/xunwang/inspector/evidence/run.py", "append_page", "rows"),
        ("/x/xunwang/inspector/read/marks.py", "read_marks", "page facts"),
        ("/x/xunwang/inspector/read/links.py", "read_links", "links"),
        ("/x/xunwang/inspector/read/dom.py", "__init__", "parse"),
        ("/x/xunwang/inspector/read/dom.py", "text_of", None),
        ("/x/xunwang/inspector/crawl/engine.py", "_claim", "engine and frontier"),
        ("/x/xunwang/inspector/score/judging.py", "judge", "survey and judgement"),
        ("/x/site-packages/aiohappyeyeballs/impl.py", "start_connection", "fetch"),
        ("<frozen importlib._bootstrap>", "_load", "start-up"),
        ("/usr/lib/python3.11/json/decoder.py", "decode", None),
    ],
)
def test_every_function_belongs_to_the_stage_that_pays_for_it(file, function, expected):
    assert stage(file, function) == expected


def results():
    def measured(key, cpu):
        return Measured(key, key.title(), "1.0", "its list", [Round(cpu, 2.0, 90.0, 0, 1000, 1100, 9, 1)])

    found = Results({"sites": "2"}, {"system": "Linux"}, 1000, {"page": 10})
    found.measured = [measured("xunwang", 1.0), measured("scrapy", 12.0), measured("crawlee", 1.5)]
    found.stages = {"fetch": 0.2, "start-up": 0.1}
    found.functions = {"read/links.py read_links": 0.05}
    found.missing = {"wget": "not installed"}
    return found


def test_goals_are_held_against_what_was_measured():
    text = report.goals(results())
    assert "| full inspection, CPU ms a page | ≤ 1.2 | 1.00 | held |" in text
    assert "| CPU of Scrapy's link extractor over ours | ≥ 10 | 12.00 | held |" in text
    assert "| CPU of tuned Crawlee over ours | ≥ 2 | 1.50 | **missed** |" in text


def test_results_survive_their_file_and_reach_the_document(tmp_path):
    document = tmp_path / "performance.md"
    names = ("goals", "comparison", "stages", "functions", "conditions")
    document.write_text(
        "before\n" + "".join(f"<!-- bench:{name} -->old<!-- /bench:{name} -->\n" for name in names) + "after",
        encoding="utf-8",
    )
    results().save(tmp_path / "results.json")
    loaded = Results.load(tmp_path / "results.json")
    report.write(loaded, document, tmp_path / "images" / "plot.svg")
    text = document.read_text(encoding="utf-8")
    assert loaded == results()
    assert text.startswith("before\n")
    assert text.endswith("after")
    assert "old" not in text
    assert "| Scrapy | 12.00 | 12.00–12.00 | 12.00 | 500 | 1.00 |" in text
    assert "9 of 10: its list" in text
    assert "Not measured: wget (not installed)." in text
    assert "| fetch | 0.22 | 0.200 |" in text
    assert "| `read/links.py read_links` | 0.050 |" in text
    assert (tmp_path / "images" / "plot.svg").read_text(encoding="utf-8").count("<rect") == 4


def test_a_document_without_markers_is_refused():
    with pytest.raises(ValueError, match="bench:goals"):
        report.put("nothing here", "goals", "text")


def test_a_missing_web_server_is_one_clear_sentence(tmp_path):
    with pytest.raises(ServingError, match=r"nginx is not installed.*apt-get install nginx-light"):
        nginx(str(tmp_path))


def test_an_unknown_contender_is_refused_with_those_known(capsys):
    assert main(["--only", "xunwang,heritrix"]) == 3
    assert capsys.readouterr().err.startswith(
        "no such contender: heritrix; known are xunwang, proof, archive, floor"
    )
