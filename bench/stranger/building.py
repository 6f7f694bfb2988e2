"""A website without fault, before anything is planted."""

from collections.abc import Callable

from bench.stranger.model import Column, Guide, Item, Letter, Site
from bench.stranger.words import TOWNS, WORK

PORTAL = [
    ("xw", "新闻动态", "landing", None),
    ("bd", "{p}要闻", "news", "xw"),
    ("bm", "部门动态", "news", "xw"),
    ("xz", "乡镇动态", "news", "xw"),
    ("tz", "通知公告", "notice", None),
    ("zc", "政策文件", "policy", None),
    ("gk", "政务公开", "landing", None),
    ("jd", "政策解读", "interpretation", "gk"),
    ("rs", "人事任免", "personnel", "gk"),
    ("zk", "招考录用", "personnel", "gk"),
    ("gh", "规划计划", "plan", "gk"),
    ("yd", "工作计划", "plan", "gk"),
    ("sj", "统计数据", "data", "gk"),
    ("jg", "机构职能", "standing", "gk"),
    ("ld", "领导信息", "standing", "gk"),
    ("xm", "重大项目", "other", "gk"),
    ("yj", "应急管理", "other", "gk"),
    ("sp", "食品安全", "other", "gk"),
    ("jy", "教育资讯", "other", "gk"),
    ("jk", "健康科普", "other", "gk"),
    ("bs", "办事服务", "landing", None),
    ("zn", "办事指南", "guides", "bs"),
    ("zx", "在线办理", "apply", "bs"),
    ("tj", "办事统计", "stats", "bs"),
    ("hd", "互动交流", "landing", None),
    ("xj", "{h}信箱", "letters", "hd"),
    ("ly", "留言统计", "data", "hd"),
    ("zj", "民意征集", "consult", "hd"),
    ("ft", "在线访谈", "interview", "hd"),
    ("zt", "专题专栏", "landing", None),
    ("z1", "优化营商环境专题", "topic", "zt"),
    ("z2", "乡村振兴专题", "topic", "zt"),
    ("zl", "走进{p}", "standing", None),
]
DEPARTMENT_SKIPS = {"xz", "gh", "z1", "z2", "zt", "zl", "jy", "jk"}
CLASSES = {
    "name": ["事项名称", "办理事项", "服务事项名称"],
    "basis": ["设定依据", "法律依据", "办理依据"],
    "conditions": ["申请条件", "受理条件", "办理条件"],
    "papers": ["办理材料", "申请材料", "申报材料"],
    "place": ["办理地点", "受理地点", "办公地址"],
    "hours": ["办理时间", "办公时间", "工作时间"],
    "phone": ["联系电话", "咨询电话", "咨询方式"],
    "steps": ["办理流程", "办事流程", "办理程序"],
}
SCHOOLS, PLANS = ["中心小学", "卫生院", "文化站", "敬老院"], ["工作计划", "工作要点", "专项规划"]
FIGURES = ["财政收支情况", "规模以上工业生产情况", "社会消费品零售情况", "固定资产投资情况"]
MATTERS = [
    "食品经营许可",
    "取水许可",
    "建筑垃圾处置核准",
    "道路货物运输经营许可",
    "民办幼儿园设立审批",
    "林木采伐许可",
    "城镇污水排入排水管网许可",
    "老年人优待证办理",
    "残疾人证换领",
    "医疗机构执业登记",
    "不动产转移登记",
]
AGES = {
    "news": 3,
    "notice": 30,
    "policy": 60,
    "interpretation": 60,
    "personnel": 120,
    "plan": 200,
    "data": 40,
    "other": 60,
    "stats": 40,
    "consult": 60,
    "interview": 100,
    "topic": 60,
}


def item(site: Site, title: str, days: float) -> Item:
    return Item(
        title=title,
        when=site.at(days),
        number=site.next(),
        body=site.words.paragraphs(site.rng.randint(3, 5)),
        source=site.organiser,
    )


def days_list(site: Site, kind: str, n: int, newest: float | None = None) -> list[float]:
    """Days before the point, newest first."""
    limit = AGES[kind]
    first = site.rng.uniform(0.5, limit) if newest is None else newest
    step = {"news": 3, "notice": 20, "policy": 40, "interpretation": 40}.get(kind, 35)
    out = [first]
    while len(out) < n:
        out.append(out[-1] + site.rng.uniform(1, step))
    return out


def _calendar(site: Site, words: str, first: int) -> str:
    return f"{site.rng.randint(first, 2026)}年{site.rng.randint(1, 12)}月{words}"


def _other(site: Site) -> str:
    r = site.rng
    kind = r.choice(["情况介绍", "知识问答", "信息公示", "工作小结", "注意事项"])
    return f"{r.choice(TOWNS)}镇{r.choice(WORK)}{kind}"


# What an item is called: by the key of its column, or by its kind.
TITLES: dict[str, Callable[[Site], str]] = {
    "news": lambda site: site.words.headline(),
    "topic": lambda site: site.words.headline(),
    "notice": lambda site: site.words.notice(),
    "zk": lambda site: (
        f"{site.place}{site.rng.choice(TOWNS)}镇{site.rng.choice(SCHOOLS)}公开招聘工作人员公告"
    ),
    "personnel": lambda site: f"关于{site.words.person()}等同志职务任免的通知",
    "plan": lambda site: (
        f"{site.place}{site.rng.randint(2024, 2026)}年{site.rng.choice(WORK)}{site.rng.choice(PLANS)}"
    ),
    "ly": lambda site: _calendar(site, f"{site.place}网民留言办理情况统计", 2023),
    "data": lambda site: _calendar(site, site.place + site.rng.choice(FIGURES), 2023),
    "stats": lambda site: _calendar(site, "政务服务事项办理情况统计", 2024),
    "interview": lambda site: f"访谈：{site.rng.choice(TOWNS)}镇负责人谈{site.rng.choice(WORK)}",
}


def title_of(site: Site, column: Column) -> str:
    make = TITLES.get(column.key) or TITLES.get(column.kind) or _other
    return site.words.fresh(lambda: make(site))


def fill(site: Site, column: Column, newest: float | None = None, n: int | None = None) -> None:
    """Items of a column, the newest so many days old."""
    n = n or (6 if column.kind == "news" else 4)
    column.items = [item(site, title_of(site, column), d) for d in days_list(site, column.kind, n, newest)]


def policies(site: Site) -> None:
    """Policies and their interpretations, linked both ways by the skins' own addresses."""
    zc, jd = site.columns["zc"], site.columns["jd"]
    for i, days in enumerate(days_list(site, "policy", 4)):
        scheme = site.words.scheme()
        number = f"{site.place[:1]}政办发〔2026〕{site.rng.randint(1, 60) + i}号"
        policy = item(site, f"{site.place}人民政府办公室关于印发《{scheme}》的通知", days)
        policy.body = [
            f"{number}",
            "各镇人民政府，县政府各部门：",
            f"《{scheme}》已经研究同意，现印发给你们，请认真组织实施。",
            *policy.body,
        ]
        reading = item(site, f"《{scheme}》政策解读", max(0.2, days - 1))
        reading.body.insert(0, f"为便于公众了解《{scheme}》的主要内容，现解读如下。")
        policy.links.append((f"相关解读：《{scheme}》政策解读", f"item:jd:{reading.number}"))
        reading.links.append((f"政策原文：{policy.title}", f"item:zc:{policy.number}"))
        zc.items.append(policy)
        jd.items.append(reading)


def letters(site: Site) -> None:
    w, r = site.words, site.rng
    for days in (6, 15, 24, 41, 60, 88):
        topic, town = r.choice(WORK), r.choice(TOWNS)
        title = w.fresh(
            lambda: (
                f"{r.choice(['咨询', '反映', '建议', '求助'])}：{r.choice(TOWNS)}镇{r.choice(WORK)}的有关情况"
            )
        )
        asked = site.at(days + r.randint(0, 3))
        site.letters.append(
            Letter(
                title,
                site.next(),
                asked,
                site.at(days - 4),
                f"您好，我是{town}镇居民，想了解本镇{topic}今年的安排，什么时候开始，需要居民怎样配合？",
                f"您好！经核实，{town}镇{topic}计划于今年第四季度分批实施，具体日期将在村务公开栏张贴，请留意。如有疑问，可拨打{site.phone}联系我们。",
                f"{town}镇人民政府",
            )
        )


def guides(site: Site) -> None:
    r = site.rng
    for matter in r.sample(MATTERS, 6):
        heads = {k: r.choice(v) for k, v in CLASSES.items()}
        site.guides.append(
            Guide(
                matter,
                site.next(),
                [
                    (heads["name"], matter),
                    (heads["basis"], "《中华人民共和国行政许可法》及相关地方性法规的规定。"),
                    (heads["conditions"], "申请人具有完全民事行为能力，住所或者经营场所在本辖区内。"),
                    (heads["papers"], f"1.{matter}申请表；2.申请人身份证原件及复印件；3.场所使用证明。"),
                    (heads["steps"], "申请—受理—审查—决定—送达，自受理之日起10个工作日内办结。"),
                    (
                        heads["place"],
                        f"{site.place}{r.choice(TOWNS)}路{r.randint(1, 200)}号政务服务中心{r.randint(1, 4)}楼{r.randint(1, 30)}号窗口",
                    ),
                    (heads["hours"], "周一至周五上午9:00—12:00，下午13:30—17:00（法定节假日除外）"),
                    (heads["phone"], site.phone),
                ],
                None,
            )
        )


def standing(site: Site) -> None:
    w, r = site.words, site.rng
    year = site.asof.year - 1
    if "zl" in site.columns:
        site.columns["zl"].text = (
            f"<p>{site.place}位于省境东部，总面积{r.randint(900, 3000)}平方公里，辖{r.randint(8, 20)}个镇，{year}年末常住人口{r.randint(20, 80)}万人。</p>"
            f"<p>{year}年，全县地区生产总值{r.randint(90, 400)}亿元，比上年增长{r.randint(3, 8)}%；城镇居民人均可支配收入{r.randint(33000, 52000)}元。</p>"
            f"<p>境内山水相依，气候温和，盛产茶叶、板栗和中药材，交通便利，历史悠久。</p>"
        )
    site.columns["jg"].text = (
        f"<h3>主要职责</h3><p>（一）贯彻执行法律法规和上级决定，组织起草有关规范性文件。</p><p>（二）承担本辖区公共事务的组织协调、督促检查工作。</p>"
        f"<h3>内设机构</h3><p>综合科、政务科、信息科、督查科。</p><h3>联系方式</h3><p>办公地址：{site.place}{r.choice(TOWNS)}路{r.randint(1, 99)}号　办公时间：周一至周五9:00—17:00　联系电话：{site.phone}　负责人：{w.person()}</p>"
    )
    head = {"县": "县长", "区": "区长", "局": "局长"}[site.place[-1]]
    rows = []
    for post, duty in (
        (head, "主持全面工作"),
        ("副" + head, "负责常务、财政、审计等方面工作"),
        ("副" + head, "负责农业农村、水利、林业等方面工作"),
    ):
        rows.append(
            f"<div class='leader'><h3>{w.person()}</h3><p>职务：{post}</p><p>简历：男，汉族，{r.randint(1966, 1982)}年{r.randint(1, 12)}月出生，大学学历，{r.randint(1988, 2003)}年参加工作，历任镇长、科长、副主任等职。</p><p>分管工作：{duty}。</p></div>"
        )
    site.columns["ld"].text = "".join(rows)


def build(site: Site) -> Site:
    """Fill a website with a year of ordinary life."""
    r = site.rng
    site.phone = f"0799-{r.randint(2000000, 8999999)}"
    site.icp = f"赣ICP备{r.randint(10000000, 29999999)}号-1"
    site.police = f"{r.randint(36010000000000, 36110000000000)}"
    head = {"县": "县长", "区": "区长", "局": "局长"}[site.place[-1]]
    for key, name, kind, parent in PORTAL:
        if not site.portal and key in DEPARTMENT_SKIPS:
            continue
        site.columns[key] = Column(
            key,
            name.format(p=site.place if site.portal else "工作", h=head),
            kind,
            parent,
            number=site.next(),
        )
    for column in list(site.columns.values()):
        if column.kind in AGES and column.key not in ("zc", "jd"):
            if column.kind == "consult":
                consultations(site, column)
            else:
                fill(site, column)
    policies(site)
    letters(site)
    guides(site)
    standing(site)
    return site


def consultations(site: Site, column: Column) -> None:
    """Each closed consultation with its outcome; none open."""
    for days in (50, 90, 140):
        scheme = site.words.scheme()
        end = site.at(days - 30)
        ask = item(site, f"关于公开征求《{scheme}（征求意见稿）》意见的公告", days)
        ask.until = end
        ask.body = [
            f"为提高决策质量，现就《{scheme}（征求意见稿）》向社会公开征求意见。",
            f"征集时间：{ask.when:%Y年%m月%d日}至{end:%Y年%m月%d日}。",
            f"公众可以通过信函、电话（{site.phone}）或者登录本网站互动交流栏目提出意见。",
        ]
        result = item(site, f"《{scheme}（征求意见稿）》公开征求意见结果反馈", days - 32)
        count = site.rng.randint(2, 9)
        outcome = (
            f"《{scheme}（征求意见稿）》征求意见期间，共收到意见{count}条，采纳2条，未采纳的已说明理由。"
        )
        result.body = [outcome, *result.body[:2]]
        ask.links.append((result.title, f"item:zj:{result.number}"))
        column.items += [ask, result]
    column.items.sort(key=lambda i: i.when, reverse=True)
