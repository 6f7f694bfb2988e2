"""A site proofread again: what is said of pages that have not changed, run after run."""

from second_looks import HOST, TEXT, Web, inspect, page

from xunwang.inspector.model import ProofFact

SLIP = "各级各部门要认真贯侧落实会议精神，确保各项任务完成。"
OTHER = "各单位要按照布署抓好落实，确保按期完成。"
SITE = {
    "/": page(("/a/1.html", "会议召开"), ("/a/2.html", "通知印发"), ("/a/3.html", "工作动态")),
    "/a/1.html": page(("/", "首页"), title="会议召开", text=TEXT + SLIP),
    "/a/2.html": page(("/", "首页"), title="通知印发", text=TEXT),
    "/a/3.html": page(("/", "首页"), title="工作动态", text=f"{TEXT}{SLIP}"),
}


def told(run):
    """What the run says of the language of the site; which of several pages it names first hangs on which came first."""
    facts = [fact for fact in run.facts() if isinstance(fact, ProofFact)]
    return sorted(
        (fact.rule, fact.found, fact.suggest, fact.sure, fact.pages, sorted((fact.url, *fact.more)))
        for fact in facts
    )


def looked(folder, pages, since=None):
    with Web({HOST: pages}) as web:
        return inspect(web, folder, since=since, proof=True, second_look=False)


def test_a_run_that_rests_on_another_says_of_unchanged_pages_what_that_said_and_reads_the_changed_one(
    tmp_path,
):
    first = looked(tmp_path / "one", SITE)
    second = looked(tmp_path / "two", SITE, first.path)
    changed = SITE | {"/a/2.html": page(("/", "首页"), title="通知印发", text=TEXT + OTHER)}
    third = looked(tmp_path / "three", changed, second.path)

    assert [pages for _, found, _, _, pages, _ in told(first) if found == "侧"] == [2]
    assert told(second) == told(first)
    assert second.manifest.stats.not_modified == len(SITE)
    assert third.manifest.stats.not_modified == len(SITE) - 1
    assert told(third) == told(looked(tmp_path / "anew", changed))
    assert len(told(third)) > len(told(second))
