"""What is protected from the speller: names, places, organisations, quoted coinages, footers, and a text's own habits."""

import re
from collections.abc import Iterator, Sequence

from xunwang.inspector.proof.speller.spell import Slip, Way

_FOOTER = re.compile(
    r"ICP备|公网安备|版权所有|主办单位[：:]|承办单位[：:]|网站标识码|技术支持[：:]|Copyright"
)
_PLACE_ENDS = set("省市县区镇乡村路街巷屯寨庄组桥山河江湖海岛港湾站园院校厂矿场店楼坊苑")
_TITLES = "同志|先生|女士|主任|局长|县长|市长|区长|镇长|乡长|省长|部长|厅长|处长|科长|书记|主席|委员|校长|院长|所长|站长|教授|医生|老师|律师|法官|检察官|经理|董事长|队长|村民|居民"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"  # the most frequent, and behind them those that are hardly anything else
_SURNAMES += "郗冼濮宓邬邰阚亓仝佟隗郜邝闵笪逄逯郄晁臧蔺卞邢裴缪滕祁柯聂翟芮邸邴郇郏訾昝濮殳厍佘瞿阮谌嵇"
_RARER = "祝骆温庄樊殷尤施洪翁倪康莫颜梅牛齐伍关盛卓岳纪舒耿焦左詹安常章华柳鲍甘房单兰季辛鲁葛穆褚涂游解管冉申商喻欧蒙"  # that are other words as well
_NAMED = re.compile(
    rf"(?:{_TITLES})(?P<after>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})|(?P<before>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:{_TITLES})"
)
# 院长高景行表示: who speaks behind an office is a name, whatever characters it is written with.
_SPEAKER = re.compile(
    rf"(?:{_TITLES}|代表|志愿者|党员|专家|记者|居民|群众|业主|家长|学生)(?P<name>[{_SURNAMES}{_RARER}][\u4e00-\u9fff]{{1,2}})(?=表示|介绍|说[，：]|指出|强调|主持|告诉)"
)
# 青石镇 behind a date or at the head of a line: the name of a place begins where no word goes on.
_PLACED = re.compile(r"(?:^|(?<=[^\u4e00-\u9fff]))[\u4e00-\u9fff]{2}[镇乡县市](?!场)")
_TOWN = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff]))[\u4e00-\u9fff]{2}(?:[县市](?=$|[^\u4e00-\u9fff]|人民|政府)|[镇乡](?=人民|政府))"
)
# 小潢河, 云蒙县青石镇: so do those of rivers and villages, and all of them behind what they belong to.
_NAMED_PLACE = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[省市州县区旗镇乡]))(?P<name>[\u4e00-\u9fff]{2,3})(?:[镇乡村河江湖溪山岭屯寨]|街道|社区|水库|小区)(?!场)"
)
_QUOTED = re.compile(r"[“‘《][^“”‘’《》]{1,12}[”’》]|（[^（）]{1,4}）")
# Old and spoken words follow other habits than the texts of the model.
_CITED = re.compile(
    r"(?:[曰云]|古语|古训|古诗|古人|俗话|俗语|谚语|民谣|诗句|名言)[^“”。]{0,6}[“‘][^“”‘’]{2,60}[”’]"
)
_TERMS = re.compile(
    r"(中心|医院|学校|公司)\1(?![的了和与是在将已要应也都])(?=[\u4e00-\u9fff])|应([\u4e00-\u9fff])尽\2|[私公]车[私公][用养]|(?:病媒生物|媒介生物|登革热|蚊媒)防制|万羽|今年来|增收减支|减支|总、专包|([\u4e00-\u9fff])[\u4e00-\u9fff]?与[不非]\3|^图[①-⑩]?为|专向(?:性|补贴)|此件(?=[\u4e00-\u9fff]{0,4}公开)|肌内|雨强"
)  # of a trade, and right
_ISSUER = re.compile(r"[\u4e00-\u9fff]{1,5}(?=[〔﹝\[（(](?:19|20)\d\d[〕﹞\]）)])")  # 青政发〔2026〕
_NUMERALS = set("〇零一二两三四五六七八九十百千万亿几")
_CAPITALS = set("零壹贰叁肆伍陆柒捌玖拾佰仟")
_AMOUNT = _CAPITALS | set("万亿元圆角分整")
_LEVEL_OF_AN_OFFICE = re.compile(
    r"[县镇乡州旗](?=[\u4e00-\u9fff]{0,8}?(?:局|委|办|厅|院|政府|中心|[支大]队|[所站]))"
)
_PRONOUNS = set("他她它牠祂")
_LEVELS = set("省市州盟县区旗乡镇村")
_SEATS = {*"市县镇乡"}  # 自制区, 刑政区 are slips
_KINDS_OF_PLACE = {"农村", "山村", "乡村", "城镇", "乡镇", "江河"}
_PARTICLES = set("的地得")
# 15种小企业, 这杆秤: what things are counted by stands behind any number.
_COUNTED = re.compile(
    r"(?<=[\d十百千万亿几这那每有])[种类项条件次名位家户座台套辆艘架只头匹棵株粒颗块片张本册部篇页幅杆支枝把根档层股届期批组笔款宗场轮遍趟阵番亩吨斤]"
)
_AS_GOOD = re.compile(
    r"(?<![必所急亟军])[需须](?![求要知])|(?<=考)[查察]"
)  # 并需报批, 并须报批; 考查学生, 考察学生: both may be meant
_PARTIES = set("甲乙丙丁")  # 乙认为, 丙同学: who is called so stands anywhere
_PROVINCES = set("苏晋陕冀湘豫皖赣闽粤桂琼渝黔滇沪浙鄂津")
_AROUND = 70  # characters within which a citation begins and ends
HABIT, CUSTOM = 2, 3  # times a wording stands in the text before it may be, or passes for, meant


_SPEAKS_OF_A_SLIP = re.compile(r"误|笔误|错[写成字为]|应[当该]?[改为是]|改为|更正")


def is_cited_slip(line: str, start: int, end: int, right: str) -> bool:
    """In quotation marks in a line that tells the right writing as well and speaks of slips: 把“部署”误写成“布署”."""
    before = line[:start]
    quoted = before.count("“") > before.count("”") and "”" in line[end:]
    return quoted and right in line[:start] + line[end:] and _SPEAKS_OF_A_SLIP.search(line) is not None


def is_footer(line: str) -> bool:
    return _FOOTER.search(line) is not None


def is_open(line: str, slip: Slip) -> bool:
    """A numeral for another or for none, a pronoun for another, a level for another or before its office, an unnamed person or party, a caption, what old or learned words say: only who knows the matter can say."""
    found = line[slip.start : slip.end]
    return (
        _is_amount(line, slip)
        or _LEVEL_OF_AN_OFFICE.match(line, slip.start, slip.end + 11) is not None
        or any(
            kind.issuperset(found) and kind.issuperset(slip.right) for kind in (_NUMERALS, _PRONOUNS, _LEVELS)
        )
        or "某" in found
        or found in _PARTIES
        or (slip.way is Way.MISSING and not _NUMERALS.isdisjoint(slip.right) and _NUMERALS.isdisjoint(found))
        or _within(line, slip, _CITED, _TERMS, _SPEAKER)
    )


def _is_amount(line: str, slip: Slip) -> bool:
    """Within an amount in capital numerals."""
    around = line[max(0, slip.start - 1) : slip.end + 1]
    return _CAPITALS.issuperset(line[slip.start : slip.end]) and sum(sign in _AMOUNT for sign in around) > 1


def renamed_place(line: str, slip: Slip) -> tuple[str, ...]:
    """What a place would be called if the slip were one; nothing where no name of a place holds it.

    Estates and reservoirs are often called by a word of their own (平安社区), villages and rivers hardly: 轻石 is a word, 轻石镇 none.
    """
    for match in _NAMED_PLACE.finditer(line, max(0, slip.start - 3), slip.end + 4):
        start, end = match.span("name")
        name = line[start : slip.start] + slip.right + line[slip.end : end]
        if start <= slip.start and slip.end <= end and name[-1:] + line[end] not in _KINDS_OF_PLACE:
            whole = name + line[end : match.end()]
            return (whole,) if match.end() - end == 1 else (name, whole)
    return ()


def seats(line: str, slip: Slip) -> Iterator[str]:
    """What a city, a county or a town around the slip may be called as it stands, in two or three characters."""
    for end in range(slip.end, slip.end + 2):
        if line[end : end + 1] in _SEATS:
            yield from (line[start:end] for start in (end - 2, end - 3) if 0 <= start <= slip.start)


def renamed_town(line: str, slip: Slip) -> str | None:
    """What a town whose name begins where no word goes on would be called if the slip were one: 清禾县, 清和县."""
    near = _TOWN.finditer(
        line, max(0, slip.start - 3), slip.end + 4
    )  # as far as a name and what follows it reach
    match = next((one for one in near if one.start() <= slip.start and slip.end < one.end()), None)
    return match and line[match.start() : slip.start] + slip.right + line[slip.end : match.end()]


def doubtful(line: str, slip: Slip) -> bool:
    """Whether a slip may be a name or a coinage that no model knows, a number, or what would be a particle: it fits nearly anywhere."""
    return (
        (slip.way is not Way.PARTICLE and (_beside_a_name(line, slip) or _PARTICLES.issuperset(slip.right)))
        or _COUNTED.match(line, slip.start) is not None
        or (slip.right in "需须查察" and _AS_GOOD.match(line, slip.start) is not None)
        or _within(line, slip, _NAMED, _PLACED, _QUOTED, _ISSUER)
    )


def _beside_a_name(line: str, slip: Slip) -> bool:
    """Part of a place name, of a doubled name or of a number; a province in one character."""
    around = line[max(0, slip.start - 1) : slip.end + 1]
    alone = slip.end - slip.start == 1
    return (
        line[slip.end : slip.end + 1] in _PLACE_ENDS
        or (_NUMERALS.issuperset(slip.right) and not _NUMERALS.isdisjoint(around))
        or (alone and (around.count(line[slip.start]) > 1 or line[slip.start] in _PROVINCES))
    )


def _within(line: str, slip: Slip, *forms: re.Pattern[str]) -> bool:
    near = range(max(0, slip.start - _AROUND), slip.end + _AROUND)
    window = line[near.start : near.stop]
    for form in forms:
        for match in form.finditer(window):
            group = match.lastgroup or 0
            start, end = match.start(group) + near.start, match.end(group) + near.start
            if start <= slip.start and slip.end <= end:
                return True
    return False


def times(lines: Sequence[str], slip: Slip, whole: str) -> int:
    """How often the wording around the slip stands in the text: a habit is no slip of the hand."""
    line = lines[slip.line]
    if slip.way is Way.PARTICLE:  # 更好的 stands everywhere, be it right here or not
        return whole.count(line[max(0, slip.start - 2) : slip.end + 2])
    pieces = {
        line[max(0, slip.start - 1) : slip.end + 1],
        line[max(0, slip.start - 2) : slip.end],
        line[slip.start : slip.end + 2],
    }
    return max((whole.count(piece) for piece in pieces if len(piece) > slip.end - slip.start), default=0)
