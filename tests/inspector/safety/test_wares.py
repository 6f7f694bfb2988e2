"""What sells by its sound, and what pages carry folded up."""

import hashlib
import json
from importlib import resources

import pytest

from xunwang.inspector.privacy import leaks
from xunwang.inspector.read import read_page
from xunwang.inspector.safety import selling, wares, with_signs, words
from xunwang.inspector.safety.scan import wake
from xunwang.inspector.safety.unfolding import covered_by, framed, pretends, with_framed

DATA = resources.files("xunwang.inspector.safety") / "data"
HOME = "http://www.shilishi.gov.cn/"
HTML = {"content-type": "text/html; charset=utf-8"}


def test_the_weights_are_those_that_were_taught():
    told = json.loads((DATA / "wares.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((DATA / "wares.bin").read_bytes()).hexdigest() == told["sha256"]


@pytest.mark.parametrize(
    "text",
    [
        "曜岚互娱贵宾会备用线路_充值送58元",
        "长期高价收购对公账户四件套，日结不拖欠",
        "逾期黑户也能下的口子，凭身份证秒到账",
        "扑克分析仪透视牌具专卖",
        "少妇上门服务照片真实可包夜",
    ],
)
def test_pitches_of_no_list_sell(text):
    assert wares.sells(text)


@pytest.mark.parametrize(
    "text",
    [
        "示例市人民政府关于印发春耕生产工作方案的通知",
        "创业担保贷款办理指南",
        "省政务服务网登录入口",
        "中国体育彩票公益金使用情况公告",
        "县人民医院妇科门诊时间调整",
        "个人代开增值税发票办理流程",
        "English",
        "Produced By CMS 7.2",
        "",
        "\ud800\ud800中文字号",
        "中" * 100_000,
    ],
)
def test_what_offices_say_does_not(text):
    assert not wares.sells(text)


def test_who_warns_of_a_pitch_makes_none():
    pitch = "长期高价收购对公账户四件套，日结不拖欠，飞机@kk2288"
    trades = frozenset(wares.anchors())
    assert len(list(selling.sold(pitch, trades))) == 1
    assert list(selling.sold(f"“{pitch}”。这是骗局，切勿相信。", trades)) == []


@pytest.mark.parametrize(
    "text",
    [
        "公章刻制备案办理流程：先办理营业执照，再到刻章公司刻制公章，当天出证",
        "盲人按摩所名单：全套按摩推拿，价格68元，上门服务，24小时预约",
        "我村的大蒜已进入收获期，价格优惠，量大从优，联系人李某，电话微信同号：13900000000",
    ],
)
def test_a_service_that_an_office_tells_of_in_one_word_of_the_trades_sells_nothing(text):
    assert list(selling.sold(text, frozenset(wares.anchors()))) == []


def told(body):
    page = f"<html><head><title>示例县人民政府</title></head><body><p>为做好有关工作，现将事项通知如下。</p>{body}</body></html>"
    address = f"{HOME}a/t20260301_1.html"
    read = read_page(page.encode(), address, headers=HTML, home=HOME)
    return [sign.rule for sign in with_signs(read, page.encode(), HTML, HOME).signs]


def links(*words):
    return "".join(f'<a href="https://www.waizhan{nth}.com/">{word}</a>' for nth, word in enumerate(words))


def test_links_to_services_that_nearly_sell_are_left_alone_in_company_too():
    assert told(links("网上学法考试平台", "心理咨询热线", "溪谷漂流门票优惠购买")) == []
    assert told(links("正版软件")) == []
    assert told(links("逾期黑户也能下的口子，凭身份证秒到账", "扑克分析仪透视牌具专卖")) == ["link", "link"]


def test_words_that_are_parted_for_no_reason_are_no_advertising():
    assert told("<p>现\u200b将\u200b方\u200b案\u200b印发给你们</p>") == []


@pytest.mark.parametrize(
    ("field", "rules"),
    [
        ('type="hidden" name="dir" value="/data/upload/xinfang"', []),
        ('type="hidden" name="command" value="save"', []),
        ('type="text" name="cmd"', ["door"]),
        ('type="text" name="dir" value="/data/www/wwwroot"', ["door"]),
        ('type="hidden" name="dir" value="/var/www/html"', ["door"]),
    ],
)
def test_only_forms_that_speak_of_the_machine_are_doors(field, rules):
    assert told(f'<form method="post"><input type="file" name="f"><input {field}></form>') == rules


def test_words_of_trades_leave_the_words_of_lists_to_be_seen():
    missed = [
        word.text
        for word in words.words()
        if word.weight > 1 and not wake(f"某{word.text}某".lower().encode()).words
    ]
    assert missed == []
    assert wake("某国际娱乐城某".encode()).words


@pytest.mark.parametrize(
    ("url", "inner"),
    [
        (f"{HOME}out.jsp?u=https%3A%2F%2Fwww.waizhan.example%2Fa", "https://www.waizhan.example/a"),
        (f"{HOME}out.jsp?u=https%253A%252F%252Fwww.waizhan.example%252Fa", "https://www.waizhan.example/a"),
        (f"{HOME}jump?to=aHR0cDovL3d3dy53YWl6aGFuLmV4YW1wbGUv", "http://www.waizhan.example/"),
        (f"{HOME}go/http://www.waizhan.example/", "http://www.waizhan.example/"),
        (f"{HOME}a.html?from=http", None),
        (f"{HOME}a.html?to=aHR0c", None),
        (f"{HOME}a.html?to=http%3A%2F%2F%5B", None),
    ],
)
def test_an_address_within_an_address_is_read(url, inner):
    assert covered_by(url) == inner


def test_a_name_to_sign_in_with_is_no_host():
    assert pretends("https://www.gov.cn@www.waizhan.example/")
    assert not pretends("https://www.waizhan.example/@gov.cn")
    assert not pretends("https://user@www.waizhan.example/")


def test_documents_of_frames_are_unfolded_without_their_scripts():
    page = '<iframe width=0 srcdoc="&lt;a href=&quot;/x&quot;&gt;x&lt;/a&gt;&lt;script&gt;1&lt;/script&gt;"></iframe>'
    assert list(framed(page)) == ['<a href="/x">x</a>']
    assert '<div style="overflow:hidden;width:0px;"><a href="/x">x</a></div>' in with_framed(page)
    assert with_framed('<iframe src="data:text/html;base64,@@@"></iframe>').count("<div") == 1


def test_old_numbers_in_the_cells_of_a_roll_are_personal():
    old = [f"3507{20 + at}4512{10 + at}00{at}" for at in range(1, 9)]
    rows = "\n".join(f"张三,{number},3" for number in old)
    found = [leak.rule for leak in leaks(f"姓名,证件号码,年限\n{rows}")]
    assert found.count("old_id_card") >= 6
    assert [leak.rule for leak in leaks(f"物料,批号\n{rows}")] == []
