"""`inspect --since` and `--max-seconds`: a site looked at again, and one that is given only so much time."""

import json

import pytest
from cli_tools import SmallSite, serving

FAST = ("--allow-private", "--delay", "0", "--browser", "never", "--as-of", "2026-03-31", "-q")


def only_site(ended):
    (site,) = json.loads(ended.out)["sites"]
    return site


def test_a_second_look_rests_on_the_first_and_finds_the_same(xunwang, site, inspected):
    first = only_site(xunwang("judge", inspected, "--norm", "cn-2019", "--format", "json"))
    again = only_site(xunwang("inspect", site.home, *FAST, "--since", inspected, "--format", "json"))

    assert again["stats"]["not_modified"] == again["stats"]["pages"] > 0
    assert {one["id"] for one in again["findings"]} == {one["id"] for one in first["findings"]}
    assert again["verdict"] == first["verdict"]
    assert xunwang("verify", again["run"]).status == 0


def test_of_a_folder_of_runs_the_newest_of_the_site_is_taken(xunwang, site, inspected, here):
    again = only_site(xunwang("inspect", site.home, *FAST, "--since", inspected.parent, "--format", "json"))

    opening = json.loads((here / again["run"] / "run.json").read_text())
    assert opening["settings"]["since"] == f"../{inspected.name}"


def test_a_run_of_another_site_is_no_basis(xunwang, inspected):
    with serving(SmallSite()) as other:
        refused = xunwang("inspect", other.home, *FAST, "--since", inspected)

    assert refused.status == 3
    assert "增量检查的依据；请给出同一网站的检查记录" in refused.refusal
    assert other.requests == []


@pytest.mark.parametrize("missing", ["manifest.json", "everything"])
def test_an_unfinished_run_or_none_at_all_is_no_basis(xunwang, site, inspected, here, missing):
    place = here / inspected
    if missing == "everything":
        place = here / "nothing"
    else:
        (place / missing).unlink()
    asked = len(site.requests)
    refused = xunwang("inspect", site.home, *FAST, "--since", place)

    assert refused.status == 3
    assert ("尚未完成" if missing != "everything" else "nothing") in refused.refusal
    assert len(site.requests) == asked


def test_an_empty_folder_is_no_basis(xunwang, site, here):
    (here / "empty").mkdir()
    refused = xunwang("inspect", site.home, *FAST, "--since", "empty")

    assert refused.status == 3
    assert "没有所检查网站的已完成的检查记录" in refused.refusal


def test_a_run_that_is_continued_keeps_its_own_basis(xunwang, inspected, here):
    (here / inspected / "manifest.json").unlink()
    refused = xunwang("inspect", "--resume", inspected, *FAST, "--since", inspected)

    assert refused.status == 3
    assert "--since" in refused.refusal


def test_a_site_that_takes_longer_than_allowed_is_judged_from_what_was_seen(xunwang):
    with serving(SmallSite(articles=400)) as large:
        ended = xunwang(
            "inspect", large.home, *FAST[:1], *FAST[3:], "--delay", "0.05", "--max-seconds", "1.5", "--format", "json"
        )  # fmt: skip

    site = only_site(ended)
    assert 0 < site["stats"]["pages"] < 400
    assert any("已到规定的检查时间" in note for note in site["verdict_notes"])


def test_links_to_places_that_pages_do_not_have_are_told_when_asked_for(xunwang):
    site = SmallSite(articles=2)
    links = "".join(
        f"<a href='{href}'>{href}</a> "
        for href in ("#here", "#gone", "/news/1.html#part", "/news/1.html#lost", "#made", "#/route", "#top")
    )
    site.pages["/news/0.html"] = site.pages["/news/0.html"].replace(
        b"</body>", f"<p id=here>{links}</p><script>add('made')</script></body>".encode()
    )
    site.pages["/news/1.html"] = site.pages["/news/1.html"].replace(
        b"</body>", b"<a name=part></a><a href='#lost'>x</a></body>"
    )
    with serving(site):
        asked = ("inspect", site.home, *FAST, "--no-proof", "--no-second-look", "--format", "json")
        told = only_site(xunwang(*asked, "--fragments"))
        silent = only_site(xunwang(*asked))

    lost = {(one["url"].rpartition("/")[2], one["fragment"], one["times"]) for one in told["fragments"]}
    assert lost == {("0.html", "gone", 1), ("1.html", "lost", 2)}
    assert "fragments" not in silent
    assert silent["score"] == told["score"]
