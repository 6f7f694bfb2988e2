"""How betting houses name themselves whatever their name is this month: some name, the trade, and a call to come in; and titles that speak another tongue than their page."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

import ahocorasick_rs as aho

from xunwang.inspector.model import late

_SIGNS = r"[\s·・.\-_|/:,~—–】【\]]{0,3}"
_VERSION = r"(?:[a-z]{1,3}\d{1,4}|\d{1,2}|welcome)?"  # 利来国际w66, 彩票welcome
_TRADES = ("体育", "娱乐", "电竞", "棋牌", "真人", "电玩城", "彩票", "购彩", "彩神", "视讯", "国际")
_CALLS = {
    "官网": "官网",
    "官方": "官方(?:网|入口|下载|登|app|版)",
    "登": "登[录陆]",
    "网上开户": "(?:网上|在线)?开户(?!行|许可|银行|费|资料|证明|人)",
    "在线开户": "在线开户",
    "注册": "注册(?!资|号|地|商标|会计|成立|登记|消防|建|安全|教练|运动)",
    "下载": "下载",
    "app": "app",
    "入口": "入口(?!处)",
    "网址": "网址",
    "网页版": "网页版",
    "手机版": "手机版",
    "最新": "最新(?:网址|地址|版|下载|登|官|app)",
}
_CALL = f"(?:{'|'.join(_CALLS.values())})"
_MADE = late(
    rf"(?:{'|'.join(_TRADES)})(?P<hall>(?<=娱乐)(?:城|场))?{_VERSION}(?:{_SIGNS}\([^()]{{1,12}}\))?{_SIGNS}{_CALL}(?P<again>[^。；，\n]{{0,3}}{_CALL})?"
)
# Who stands before the trade in good faith: the public, a place, a trade that has another for its kind.
_STEM = late(r"(?:[\u4e00-\u9fff]{2,3}|[a-z0-9]{1,6})\Z")
_HONEST_STEM = re.compile(
    r"(?:中国|国家|全国|我国|全民|大众|公共|智慧|社区|校园|学校|群众|老年|青少年|残疾人|农民|职工|机关|数字|文化|文旅|旅游|公益|市民|休闲|福利|体育|商标|和|与|及|省|市|县|区|州|旗|镇|乡|村)\Z"
)
_SPORT = re.compile(
    r"体育(?:局|总会|中心|协会|场|馆|设施|产业|公园|赛事|彩票)|场馆|健身|预[订约]|运动员|教练"
)
_SPLICED = 2  # what a name weighs besides that is a clause between others
_LONGEST_NAME = 5  # characters of a name before its last two or three
_AROUND = 40  # characters on each side in which sport is talked about
_HALL = "(?:真人|视讯|捕鱼|棋牌|老虎机|电子|体育|彩票|电竞)"
_HALLS = re.compile(rf"{_HALL}(?P<others>(?:[\s_|/、·,\-]{{1,3}}{_HALL}){{2,}})")
_TELLING_HALL = re.compile("真人|视讯|捕鱼|老虎机")
_LURE = re.compile(
    "免费|高清|下载|官网|app|注册|登录|登陆|入口|手机版|网页版|最新版|最新章节|无弹窗|直播吧|无插件|在线观看|无码|完整版|无删减|哪家好|多少钱|价格表|厂家|批发|加盟|代办|代写|秒批|包邮",
    re.IGNORECASE,
)
_SUM = r"(?:\d+|[一二三五六八九十百]+(?:元|倍)|百分之|彩金|体验金)"
_GIFT = late(
    rf"(?:注册|登[录陆]|下载|开户|首[存充次]|充值|存款|加入)[^。；，,\n]{{0,6}}?(?:送|返){_SUM}|(?<![赠配派运输])送\s?\d+\s?元"
)
_AT_ONCE = r"(?:秒|极速|[\d一二三五十]+分钟|无忧|不限额)"
_MONEY_OUT = ("提现", "提款", "出款")
_OUT = f"(?:{'|'.join(_MONEY_OUT)})"
_PAYOUT = re.compile(rf"{_OUT}[^。；，,\n]{{0,4}}?{_AT_ONCE}|(?:{_AT_ONCE}|大额)(?:即可|可)?{_OUT}")
_GUARANTEES = (
    "无视征信",
    "不查征信",
    "黑户可",
    "黑户下",
    "不成功不收费",
    "不过不收费",
    "货到付款",
    "当天出证",
    "包下款",
    "包成功",
    "保证真实",
    "百分百下款",
    "百分百通过",
    "学信网可查",
    "不用考试",
    "保密发货",
    "私密发货",
    "无效退款",
    "稳赚不赔",
    "先考后付",
    "考试包过",
    "一次包过",
)
_HABITS = (*_GUARANTEES, "点数低", "点数优惠", "税点低", "后付款", "诚信代", "保真")
_MESSENGER = r"(?:(?:微信|薇信|威信|v信|vx|飞机|电报|telegram|\+v|(?<![a-z])v(?=[:：]))(?:号|同号)?[:：\s]{0,2}(?=[\d_-]*[a-z])[a-z\d_-]{5,20}|(?:扣扣|企鹅|qq)[号:：\s]{0,3}\d{6,11})"
_SELLER = late(
    rf"(?:{'|'.join(_GUARANTEES)})[^\n]{{0,60}}?{_MESSENGER}|{_MESSENGER}[^\n]{{0,60}}?(?:{'|'.join(_GUARANTEES)})"
)
# Games of chance whose next round somebody claims to know.
_DRAWS = (
    "快三",
    "快3",
    "飞艇",
    "赛车",
    "时时彩",
    "pk10",
    "11选5",
    "pc28",
    "加拿大28",
    "幸运5",
    "幸运10",
    "分分彩",
)
_FORECAST = re.compile(
    rf"(?:{'|'.join(_DRAWS)})(?:人工|精准|免费|在线|稳赚|计划){{0,2}}(?:计划|精准预测|稳赚)|(?:澳洲幸运(?:5|10)|极速飞艇|幸运飞艇|极速赛车|分分彩|[一三五]分快[3三])(?:开奖|走势|计划|大小)"
)
_PAPERS = re.compile(
    r"代(?:开|办)[^。；\n]{0,40}?(?:[点税][数点](?:低|优惠)|保真|验[证真票]?[^。，,\n]{0,2}后付款)|诚信代(?:开|办)"
)
# Addresses whose dots are words, so that no filter knows them.
_ENDS = ("com", "cc", "vip", "top", "net", "xyz", "cn", "me", "tv", "app")
_ENDINGS = tuple(f"{dot}{end}" for dot in ("点", "丶", "(dot)", "[dot]", "(.)", "[.]") for end in _ENDS)
_SPELT_OUT = re.compile(rf"[a-z0-9]{{3,}}(?:点|丶|[(\[](?:dot|\.)[)\]])(?:{'|'.join(_ENDS)})(?![a-z])")
# A name with the letter and the number of its edition right before the call to its own site: 某某m6官网登录.
_OFFICIAL = ("官网登", "官网入口", "官方入口", "官网下载", "官网app", "官方app", "官方登")
_BRANDED = late(r"[\u4e00-\u9fff]{2,4}(?!app|app)[a-z]{1,2}\d{1,3}(?:官网|官方)(?:登[录陆]|入口|下载|app)")
# Private sellers: how they are reached, and what else only they say. Any two of these beside a way to reach them are a pitch.
_HINTS = (
    "微信",
    "信同",
    "机同",
    "话同",
    "同微",
    "加微",
    "加v",
    "薇信",
    "威信",
    "v信",
    "vx",
    "+v",
    "+ v",
    "v:",
    "v：",
    "飞机",
    "电报",
    "telegram",
    "tg",
    "扣扣",
    "企鹅",
    "qq",
    "q群",
    "q ",
    "q:",
    "q：",
    "加q",
)
_REACHED = late(
    r"(?:微信|薇信|威信|v信|vx|手机|电话)\s?(?:微信)?同[号步]|加[微v]信?|(?<=\d)\s?[（(]?(?:同微|微信同)|[（(]\s?同[微v]|(?:微信|薇信|威信|v信)[号:：\s]{1,2}[a-z][\w-]{4,19}|\+\s?v|(?<![a-z])v[:：]|(?:飞机|电报|telegram|tg)\s?[@:：]|(?:(?:扣扣|企鹅|(?<![a-z])q)\s?群?|qq)\s?[号:：]?\s?\d(?:\s?\d){5,10}"
)
_SELLERS_SAY = (
    re.compile(
        r"(?<![幕台课疗病医])后付|付尾款|见人付款|办完付款|货到付款|考前付|先(?![诊看就])\S{1,2}后付"
    ),  # when they are paid
    late(
        "|".join(word for word in _GUARANTEES if "付" not in word)
        + r"|无需征信|免征信|秒(?:放|回)|包过|保过|保真|包成功|秒[批到下]|当天(?:放款|下款|出证|拿)|百分百|不成功|一手渠道|内部渠道|稳赚|日[赚入]\S{0,3}[千万元]|不押车|不查征信|不看征信|不用本人|可查|任选|提前\S{0,4}拿到|支持分期|全国可[办飞]|不满意|保密发货|必中|包赔|稳赢|官网下载|无痕|防检测"
    ),  # what they promise
    late(
        r"代写|代考|替考|代消|消分|代开|代办|代刷|提额|套现|车抵贷|放款|下款|答案|刻章|文凭|学历(?=证书】|文凭|办|代办|包)|[办买做]理?学历|上门\S{0,6}(?:妹|服务)|妹子|少妇|刷单|带单|彩金|投注|私服|外挂|查档|婚外情|要债|代孕|试管|催情|高仿|原单|一比一|复刻|[打堕]胎药|流产药|司酮|延时(?:喷|药|剂)|壮阳|持久延时|迷药|作弊|透视|开挂|养卡|四件套|对公账?户|跑分|刷流水|征信修复|代练|菠菜|棋牌|烟弹|追债|[要讨收]账|催收|驾驶证|驾照|usdt|泰达币|承兑|代还|笑气|假[币钞]|枪支|气枪|电击"
        r"|票\S{0,8}(?:均可|都可|都能|皆可)开"
    ),  # what they sell
    re.compile(
        r"[【\[「]\s?[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,30}){0,2}\.(?!gov|edu|org)[a-z]{2,8}\s?[】\]」]"
    ),  # where they sell
    _SPELT_OUT,
)
_MANY_WARES = 3  # things for sale that nobody else has
_BEFORE_CONTACT, _BEHIND_CONTACT = 90, 40  # characters around the way to reach them
# What else only sellers of such things write, as they write it.
_PHRASES = (
    "微信同号", "见人付款", "办完付款", "先写后付", "付尾款", "考前付", "代写毕业", "代消", "专业消分", "后付，", "先验后付", "官方入口", "官网入口", "同微信", "飞机 @",
    "电报 @", "薇芯", "威芯", "微芯", "秒放款", "无需征信", "免征信", "养卡", "先办后付", "保密发货", "全国包邮", "厂家直销", "加微信", "加薇", "+微", "＋微", "+薇",
    "徽信", "薇信", "飞机@", "飞机：@", "飞机:@", "电报@", "电报：@", "tg@", "tg：@", "tg:@", "q群", "加q", "加扣",
)  # fmt: skip
# What stands in every text that makes such an offer, the offer, its weight and what it is told as.
_OFFERS = (
    (("送", "返"), _GIFT, 2, "gambling"),
    (_MONEY_OUT, _PAYOUT, 3, "gambling"),
    (_DRAWS, _FORECAST, 2, "gambling"),
    (_ENDINGS, _SPELT_OUT, 2, "black_trade"),
    (_OFFICIAL, _BRANDED, 3, "gambling_shapes"),
    (_HABITS, _PAPERS, 3, "black_trade"),
    (_GUARANTEES, _SELLER, 5, "black_trade"),
)
# What a link or a line offers for money, whatever it is.
_SELLS = re.compile(
    r"批发|厂家|直销|专卖|代购|热卖|特价|价格|报价|多少钱|哪家好|维修|订做|定做|订制|定制|加盟|招商|出租|租赁|回收|代办|代理|贷款|整形|整容|开锁|搬家|疏通|办证|推广|优化"
)
_FICTION = re.compile(
    r"无弹窗|传密|图库|资料大全|在线看|传媒mv|最新章节|免费阅读|全文阅读|全本|完本|第[\d一二三四五六七八九十百千]+章|txt下载|在线观看|免费观看|高清|无删减|完整版|全集|迅雷下载|bt种子"
)
_OF_OFFICE = re.compile(
    r"政府|委员会|主办|承办|网站标识码|[ICP备公网安]{2}备|[县市区省]\S{0,6}局|办公室|图书馆|学校|文化馆"
)
_LATIN_LURES = re.compile(
    r"\b(?:(buy|cheap|sale|discount|outlet|replica|casino|slots?|jackpot|betting|bonus|porn|sex|escorts?|viagra|pills|payday|jerseys|nude|xxx)|best|online|free|price|review|shipping|download|watch|full|hd|movie|games?|play|win|shop|store|brand|loan|hack|top)\b",
    re.IGNORECASE,
)
# What offices call to.
_SERVICE = re.compile(
    "办事|政务|政府|服务|表格|文件|资料|公开|查询|预约|申报|申请|指南|教育|医保|社保|招聘|考试|信箱|通知|公告|统一"
)
_BRACKETED = re.compile(r"\A\s*[【\[][^】\]]{2,20}[】\]]\s*[_-]")  # how stuffed titles begin
_PARTS = re.compile(r"[\s_|｜\-–—·,，、/:：【】《》“”()（）]+")
_MANY_LURES = 2  # calls of a title of one part
_PART = 3  # characters of a part of a title that says something
_KNOWN = 0.2  # share of the pairs of letters of a part that stand on a page which speaks of it
_SPEAKING = 60  # characters of a page that says something
_AUTHORITY = re.compile(r"政府|部门|门户|[局委办院厅署站]\Z|中心\Z")
_TONGUES = re.compile(
    "[\u3040-\u30ff\u31f0-\u31ff]|[\uac00-\ud7af]|[\u0e00-\u0e7f]|[\u0600-\u06ff]|[\u0400-\u04ff]|[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1ea0-\u1eff]"
)
_FOREIGN = 6  # letters of another tongue from which a title is written in it
_SHARE = 5  # one in so many letters of a title that is written in another tongue
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CHINESE = 30  # Chinese characters from which a page speaks Chinese


class Made(NamedTuple):
    """A name of that make, or an offer; [`start`, `end`) are characters; `weight` as of a word of the lists; `group`: what it is told as."""

    text: str
    weight: int
    start: int
    end: int
    group: str = "gambling_shapes"


def anchors() -> Iterator[str]:
    """What stands in every text that holds such a name without signs between its parts, or one of the offers that say enough."""
    yield from ("".join(parts) for parts in product(_TRADES, _CALLS))
    yield from (*_MONEY_OUT, *_HABITS, *_ENDINGS, *_OFFICIAL)
    yield from _PHRASES
    yield from (f"{draw}{call}" for draw in _DRAWS for call in ("计划", "精准", "开奖", "走势", "大小"))


def made_names(text: str) -> Iterator[Made]:
    """The names of that make in a text in small letters."""
    if not any(trade in text for trade in _TRADES):
        return
    for found in _HALLS.finditer(text):
        if _TELLING_HALL.search(found[0]):
            # The first may be part of a name that the lists know.
            yield Made(found[0], 3, found.start("others"), found.end())
    for found in _MADE.finditer(text):
        before = text[max(0, found.start() - 6) : found.start()].rstrip()
        stem = _STEM.search(before)
        if stem is None or _HONEST_STEM.search(before):
            continue
        if _SPORT.search(text, max(0, found.start() - _AROUND), found.end() + _AROUND):
            continue
        start = found.start() - len(stem[0])
        doubled = stem[0].endswith(_TRADES)
        weight = 3 if found["again"] or found["hall"] or doubled else 2
        weight += _SPLICED * (doubled and _is_spliced(text, start, found.end()))
        yield Made(text[start : found.end()], weight, start, found.end())


def _is_spliced(text: str, start: int, end: int) -> bool:
    """Whether a name is, but for a few letters before it, a clause of its own amid a sentence."""
    before = text[max(0, start - _LONGEST_NAME) : start]
    return text[end : end + 1] in {"，", ","} and any(sign in before for sign in "，,")


def offers(text: str) -> Iterator[Made]:
    """What nobody promises but betting houses, and sellers of papers: money for coming, money out at once, papers that are checked before they are paid."""
    if not _finder().find_matches_as_indexes(text):
        return
    for needed, pattern, weight, group in _OFFERS:
        if any(word in text for word in needed):
            for found in pattern.finditer(text):
                yield Made(found[0], weight, found.start(), found.end(), group)
    yield from pitches(text)


@cache
def _finder() -> aho.AhoCorasick:
    """Finds whether anything stands in a text without which it makes no offer: most titles hold nothing of it."""
    return aho.AhoCorasick([*_HINTS, *(word for needed, *_ in _OFFERS for word in needed)])


def pitches(text: str) -> Iterator[Made]:
    """Where a private seller says how to be reached, and two more of what only such sellers say."""
    if not any(hint in text for hint in _HINTS):
        return
    for contact in _REACHED.finditer(text):
        start, end = contact.start() - _BEFORE_CONTACT, contact.end() + _BEHIND_CONTACT
        around = text[max(0, start, text.rfind("\n", 0, contact.start()) + 1) : end].partition("\n")[0]
        kinds = sum(said.search(around) is not None for said in _SELLERS_SAY)
        if kinds > 1 or (kinds and len(set(_SELLERS_SAY[2].findall(around))) >= _MANY_WARES):
            yield Made(contact[0], 5, contact.start(), contact.end(), "black_trade")


def lures(title: str) -> list[str]:
    """What a title calls to."""
    return _LURE.findall(title) + _BRACKETED.findall(title)


def sells(text: str) -> bool:
    """Whether a text offers something for money."""
    return _SELLS.search(text) is not None


def is_of_fiction(title: str) -> bool:
    """Whether a title offers novels or films as those do who copy them."""
    return len(set(_FICTION.findall(title))) > 1


def speaks_of_office(text: str) -> bool:
    """Whether a text names any authority."""
    return _OF_OFFICE.search(text) is not None


def is_latin_pitch(title: str) -> bool:
    """Whether a title without a Chinese character offers something in the words of shops and betting houses."""
    if _HAN.search(title):
        return False
    told = {found[0].lower(): found[1] for found in _LATIN_LURES.finditer(title)}
    return len(told) > 1 and any(told.values())


def luring_parts(told: str, shown: str, place: str) -> list[str]:
    """The parts of keywords that call to something of which a page, and what is told of its place, says nothing."""
    parts = dict.fromkeys(part.strip() for part in re.split(r"[,，;；、|\n]", told.lower()))
    return [
        part
        for part in parts
        if _LURE.search(part)
        and not _SERVICE.search(part)
        and not (place and place in part)
        and not is_known(part, shown.lower())
    ]


def is_spoken_of(title: str, text: str) -> bool:
    """Whether a page speaks about a title in Latin letters: most of its words stand there."""
    told, said = re.findall(r"[a-z]{3,}", title.lower()), text.lower()
    return sum(word in said for word in told) * 2 > len(told)


def is_of_something_else(title: str, shown: str, place: str, least: int) -> bool:
    """Whether a title of at least so many parts speaks about what the page does not in any of its words; names of authorities say nothing about that."""
    if len(shown) < _SPEAKING:
        return False
    parts = [part for part in _PARTS.split(title.lower()) if len(part) >= _PART]
    told = [part for part in parts if not _AUTHORITY.search(part)]
    if place and any(place in part for part in told):
        return False
    return len(told) >= (1 if len(_LURE.findall(title)) > _MANY_LURES else least) and not any(
        is_known(part, shown.lower()) for part in told
    )


def is_known(part: str, shown: str) -> bool:
    """Whether a page speaks of a part of a title: some of its pairs of letters stand there."""
    pairs = [part[start : start + 2] for start in range(len(part) - 1)]
    return sum(pair in shown for pair in pairs) > _KNOWN * len(pairs)


@lru_cache(maxsize=4_096)
def is_in_another_tongue(title: str) -> bool:
    """Whether a title is written in letters of a tongue that is neither Chinese nor English."""
    if title.isascii():
        return False
    letters = sum(letter.isalpha() for letter in title)
    foreign = len(_TONGUES.findall(title))
    return foreign >= _FOREIGN and foreign * _SHARE >= letters


def speaks_chinese(text: str) -> bool:
    """Whether a text speaks Chinese and no other tongue."""
    chinese = len(_HAN.findall(text))
    return chinese >= _CHINESE and len(_TONGUES.findall(text)) * _SHARE < chinese
