"""Letters and answers."""

from datetime import timedelta

from bench.stranger.model import Site
from bench.stranger.planting.kinds import Truth, drop, fault, near, no, yes


@fault("letters replies writing words", None)
def no_channel(site: Site, n: int) -> list[Truth]:
    drop(site, "xj")
    if "ly" in site.columns:
        drop(site, "ly")
    site.flags["write"] = False
    if n == 1:
        site.home_html += '<p><a href="http://xf.example-ok.cn/">网上信访</a> <a href="http://jb.example-ok.cn/">纪检举报</a></p>'
    return [yes("W-V5.1", None, "no channel to ask"), yes("D-3.1 D-3.3", None, "consequence", optional=True)]


@fault("replies", None, ways=4)
def unanswered(site: Site, n: int) -> list[Truth]:
    x = site.letters[-1]
    x.asked, x.answered = site.at((100, 150, 300, 340)[n]), None
    if n == 3:  # words of another state in its question mislead nobody
        x.question += "上次来信已回复，但问题没有解决，请再答复一次。"
    return [yes("W-V5.2", None, "unanswered for more than three months")]


@near("replies", None, ways=4)
def unanswered_young(site: Site, n: int) -> list[Truth]:
    x = site.letters[2]
    x.asked, x.answered = site.at((85, 80, 400, 150)[n]), None
    if n == 3:
        x.answered = site.at(5)
        return [no("W-V5.2", None, "answered late, but answered")]
    return [no("W-V5.2", None, "unanswered under three months, or more than a year ago")]


@fault("writing", ways=4)
def form_down(site: Site, n: int) -> list[Truth]:
    text = (
        "<h3>我要写信</h3><p>如需反映问题，请拨打12345政务服务便民热线。</p>",
        "<h3>我要写信</h3><p>系统升级维护中，暂停提交信件。</p>",
        "<h3>我要写信</h3><p>请将来信寄至本单位办公室。</p>",
        "<h3>我要写信</h3><p>该功能暂未开放。</p>",
    )[n]
    site.flags["write_page"] = text
    return [yes("D-3.1", None, "no form"), yes("W-V5.1", None, "doubtful", optional=True)]


@fault("replies")
def stale_replies(site: Site, n: int) -> list[Truth]:
    for x in site.letters:
        x.asked -= timedelta(days=70)
        x.answered -= timedelta(days=70)
    if n == 2:  # a new question alone is no reply
        site.letters[0].asked, site.letters[0].answered = site.at(8), None
    return [yes("D-3.3", None, "no reply published within two months")]


@near("replies")
def old_replies(site: Site, n: int) -> list[Truth]:
    shift = min(site.asof - x.answered for x in site.letters)
    for x in site.letters:
        x.asked -= timedelta(days=54) - shift
        x.answered -= timedelta(days=54) - shift
    return [no("D-3.3", None, "newest reply 54 days old")]


@fault("replies words")
def closed_letters(site: Site, n: int) -> list[Truth]:
    if n == 0:
        drop(site, "ly")
        return [yes("D-3.3", None, "no statistics")]
    for x in site.letters:
        if n == 1:
            x.unit = None
        else:
            x.answer = ""
    return [yes("D-3.3", None, ("", "no answering unit", "answers not shown")[n])]


@fault("words", ways=4)
def evasive(site: Site, n: int) -> list[Truth]:
    x = site.letters[1]
    x.answer = (
        "您好，您反映的问题已收悉，感谢您的关注与支持！",
        "您好，请咨询相关部门。",
        "您好，此事不属于我单位职责范围，请向有关部门反映。",
        "您好，您的来信已转相关单位处理。",
    )[n]
    return [yes("D-3.4", None, x.answer)]


@near("words")
def short_answer(site: Site, n: int) -> list[Truth]:
    x = site.letters[1]
    x.answer = (
        "您好，可以办理，请于周一至周五上午9:00—11:30携带身份证到服务大厅3号窗口。",
        "您好，该处路灯已于昨日修复，感谢您的监督。",
        "您好，此事由县水利局负责，经联系，该局定于下周三派人到现场查看，联系人王科长。",
    )[n]
    return [no("D-3.4", None, x.answer)]


@fault("consult")
def no_outcome(site: Site, n: int) -> list[Truth]:
    """Consultations that are over, and nobody told what came of them."""
    column = site.columns["zj"]
    gone = {f"item:zj:{i.number}" for i in column.items if not i.until}
    column.items = [i for i in column.items if i.until]
    for i in column.items:
        i.links = [(words, where) for words, where in i.links if where not in gone]
    return [yes("B-2a", None, "no outcome of any consultation")]


@near("consult")
def outcome_elsewhere(site: Site, n: int) -> list[Truth]:
    """The outcome stands where the question was asked, under other words, or cannot stand yet."""
    column = site.columns["zj"]
    for ask in (i for i in column.items if i.until):
        if n == 0:
            ask.body.append(f"反馈情况：截至{ask.until:%Y年%m月%d日}，未收到意见建议。")
        elif n == 1:
            ask.until = site.asof + timedelta(days=12)
            ask.body[1] = f"征集时间：{ask.when:%Y年%m月%d日}至{ask.until:%Y年%m月%d日}。"
    for told in (i for i in column.items if not i.until and n == 2):
        told.title = told.title.replace("公开征求意见结果反馈", "意见采纳情况的说明")
    if n < 2:
        gone = {f"item:zj:{i.number}" for i in column.items if not i.until}
        column.items = [i for i in column.items if i.until]
        for i in column.items:
            i.links = [(words, where) for words, where in i.links if where not in gone]
    words = ("outcome below the question", "still open", "outcome under other words")[n]
    return [no("B-2a", None, words)]
