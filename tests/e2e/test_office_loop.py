"""From the register to the closed ticket and the circular, as three people and an auditor walk it in real browsers."""

import csv
import io
import re
from itertools import pairwise

import pytest
from docx import Document
from office_walking import (
    download,
    import_register,
    log_in,
    office,
    settings_for,
    shot,
    until,
    write_register,
)
from openpyxl import load_workbook

from xunwang_demo.city import build
from xunwang_demo.server import CityServer

pytestmark = pytest.mark.browser

BROKEN, UNIT = "jtj.shilishi.gov.cn", "示例市交通运输局"
TWINS = ("mzj.shilishi.gov.cn", "cgj.shilishi.gov.cn")
"""A stratum of their own, of which the draw takes one: neither has a fault that vetoes."""
PEOPLE = [
    ("zhuguan", "supervisor", ""),
    ("shenhe", "reviewer", ""),
    ("tianbao", "unit_clerk", UNIT),
    ("shenji", "auditor", ""),
]


def create_campaign(page, address):
    page.goto(f"{address}campaigns/new/")
    for field, value in (("start", "2026-01-01"), ("end", "2026-03-31"), ("as_of", "2026-03-31")):
        page.fill(f"#{field}", value)
    page.fill("#closing_on", "2026-04-20")
    page.select_option("#norm", "example-points")
    page.check("input[name=cover-website][value=sample]")
    page.fill("input[name=percent-website]", "50")
    page.fill("#seed", "20260401")
    shot(page, "02-new-campaign")
    page.click("main .end button")
    page.wait_for_selector("text=开始检查")
    assert "从 3 个中抽 50%，2 个" in page.inner_text("main")
    assert "20260401" in page.inner_text("main")
    campaign = page.url
    the_draw_can_be_repeated(page, campaign)
    page.goto(campaign)
    return campaign


def the_draw_can_be_repeated(page, campaign):
    page.goto(f"{campaign}draw/")
    said = page.inner_text("main")
    assert "重抽一次，结果与本次检查的对象完全一致" in said
    strata = [row.split("\t") for row in page.locator("tbody tr").all_inner_texts()]
    assert [[cell.strip() for cell in row[-2:]] for row in strata] == [["2", "1"], ["1", "1"]], strata


def work_the_queue(page, campaign):
    """From the keyboard: the veto is confirmed, everything else that waits is dismissed with a reason."""
    page.goto(f"{campaign}review/")
    _archived_page_has_come(page)
    shot(page, "04-review")
    ruled = {"认定属实": 0, "认定不属实": 0}
    while page.locator(".ruling").count():
        _archived_page_has_come(page)
        word = "认定属实" if "W-V6.1" in page.inner_text(".desk-main") else "认定不属实"
        if word == "认定不属实":
            page.fill("#reason", "已打开核对，内容在别处。")
            page.keyboard.press("Escape")
        decided = f".ruling[action='{page.get_attribute('.ruling', 'action')}']"
        page.keyboard.press("y" if word == "认定属实" else "n")
        _has_gone(page, decided)
        page.wait_for_selector(f".notes >> text=/{word}：1 条/")
        ruled[word] += 1
    assert "队列已清空" in page.inner_text("main")
    return ruled


def _archived_page_has_come(page):
    """A candidate that was swapped in brings its archived page after it: the load of the page around it says nothing of that."""
    for frame in page.query_selector_all(".pane-spot iframe.archive"):
        frame.content_frame().wait_for_url("**/archive/body/**")


def _has_gone(page, decided):
    """Waits until the candidate is ruled on; else tells what the page says of it, and what had the keys."""
    stands = "decided => document.querySelector(decided) && !document.querySelector('#notes .alert-bad')"
    try:
        page.wait_for_function(f"decided => !({stands})(decided)", arg=decided)
    finally:
        said = page.evaluate("[document.querySelector('#notes').innerText, document.activeElement.outerHTML]")
        assert not page.locator(decided).count(), said


def answer(page, address):
    page.goto(address)
    shot(page, "06-home-clerk-phone")
    page.click("text=查看并回复")
    shot(page, "07-ticket-clerk-phone")
    page.emulate_media(media="print")
    assert page.locator(".item-card").first.is_visible(), "on paper too, while the answer is owed"
    page.emulate_media(media="screen")
    for box in page.locator("textarea[name^=item-]").all():
        box.fill("已经整改。")
    page.fill("#text", "整改报告见附件。")
    page.set_input_files(
        "#files", {"name": "报告.pdf", "mimeType": "text/html", "buffer": b"%PDF-1.4 report"}
    )
    page.click("text=提交整改情况")
    page.wait_for_selector("text=系统将自动复查")
    return page.url


def test_the_whole_loop_in_real_browsers(browser, new_home, tmp_path):
    city = build()
    path = write_register(city, tmp_path / "register.xlsx", {BROKEN, *TWINS}, county=TWINS)
    with (
        CityServer(city) as server,
        office(new_home, settings_for(server, tmp_path), PEOPLE) as address,
    ):
        boss = log_in(browser, address, "zhuguan", viewport={"width": 1366, "height": 768})
        import_register(boss, address, path, count=3)
        campaign = create_campaign(boss, address)
        boss.click("text=开始检查")
        shot(boss, "03-running")
        until(boss, "已检查 2 / 2")

        reviewer = log_in(browser, address, "shenhe")
        assert work_the_queue(reviewer, campaign)["认定属实"] >= 1

        boss.goto(campaign)
        _until_verdict(boss, campaign, UNIT, "不合格")
        boss.once("dialog", lambda dialog: dialog.accept())
        boss.click("button:text-is('定稿')")
        boss.wait_for_selector("text=结果已定稿")
        boss.click("main >> button:text-is('下发整改通知')")
        boss.wait_for_selector("text=个单位下发整改通知")
        shot(boss, "05-campaign")
        assert "从未" in boss.goto(f"{address}tickets/?list=unread").text()

        clerk = log_in(browser, address, "tianbao", viewport={"width": 390, "height": 844})
        server.repair(BROKEN)
        ticket = answer(clerk, address)
        until(clerk, "全部问题已整改")
        assert "已办结" in clerk.inner_text("h1")

        boss.goto(ticket)
        shot(boss, "08-ticket")
        readers = boss.locator("section", has_text="签收情况").inner_text()
        assert re.search(r"tianbao\s+2026-04-01", readers)
        for name, path in (
            ("11-tickets", "tickets/?list=all"),
            ("12-queues", "review/"),
            ("13-calendar", "calendar/"),
            ("14-me", "me/"),
            ("15-home", ""),
            ("16-units", "registry/units/"),
        ):
            boss.goto(f"{address}{path}")
            shot(boss, name)
        boss.goto(ticket)
        report = download(boss, lambda: boss.click("text=报告.pdf"))
        assert report == b"%PDF-1.4 report"

        the_circular_says_so(boss, campaign)
        the_trail_is_whole(log_in(browser, address, "shenji"), address)


def the_circular_says_so(page, campaign):
    page.goto(campaign)
    page.click("summary:text-is('起草通报')")
    page.click("text=生成通报和附件")
    page.wait_for_selector("text=数字已自动核对一致")
    shot(page, "09-campaign-circular")
    listed = "section:has-text('通报与附件') >> a"
    circular = download(page, lambda: page.click(f"{listed} >> nth=0"))
    words = "\n".join(one.text for one in Document(io.BytesIO(circular)).paragraphs)
    assert "截至2026年4月1日，检查时不合格的1家网站中，1家经整改复查合格" in words, words
    attachment = load_workbook(io.BytesIO(download(page, lambda: page.click(f"{listed} >> nth=1"))))
    assert UNIT in "".join(str(cell.value) for row in attachment.worksheets[0] for cell in row)


def the_trail_is_whole(page, address):
    page.goto(f"{address}audit/")
    page.click("text=核验记录链")
    page.wait_for_selector("text=全部记录核验一致")
    shot(page, "10-trail")
    trail = download(page, lambda: page.click("text=导出全部记录"))
    rows = list(csv.DictReader(io.StringIO(trail.decode("utf-8-sig"))))
    assert all(row["前一条校验值"] == before["校验值"] for before, row in pairwise(rows))
    acts = [row["操作"] for row in rows]
    steps = ("导入名录", "新建检查", "开始检查", "人工认定", "监测时间点结果定稿", "下发整改通知", "查看整改通知", "回复整改情况",
             "复查整改情况", "办结整改", "起草通报", "下载文件")  # fmt: skip
    assert [acts.index(step) for step in steps] == sorted(acts.index(step) for step in steps), acts


def _until_verdict(page, campaign, unit, verdict):
    """The verdict of the unit's website follows the ruling once the worker has judged again."""
    for _ in range(120):
        page.goto(campaign)
        rows = page.locator("tbody tr", has_text=unit).all_inner_texts()
        if any(verdict in row for row in rows):
            return
        page.wait_for_timeout(1000)
    raise AssertionError(page.inner_text("main"))
