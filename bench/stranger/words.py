"""Invented Chinese text for a city that does not exist."""

import random
from collections.abc import Callable, Iterable

PLACE = {
    "澄": "cheng",
    "栎": "li",
    "岭": "ling",
    "阳": "yang",
    "溪": "xi",
    "川": "chuan",
    "泽": "ze",
    "浦": "pu",
    "桐": "tong",
    "湾": "wan",
    "兰": "lan",
    "陵": "ling",
    "清": "qing",
    "沐": "mu",
    "汀": "ting",
    "源": "yuan",
}
FIRST, LAST = "澄栎桐兰沐汀", "岭阳溪川泽浦湾陵源"
SURNAMES = "赵钱孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "立新建平志远海波晓东文斌国栋秋实春华明礼永康思齐若谷伟民玉良"
TOWNS = ["青石", "白河", "柳林", "双桥", "枫树", "南坪", "石门", "新店", "高峰", "平安", "杏花", "大坝"]
WORK = [
    "森林防火",
    "防汛备汛",
    "安全生产",
    "食品安全",
    "秋粮收购",
    "义务植树",
    "全民阅读",
    "法治宣传",
    "道路养护",
    "河道治理",
    "垃圾分类",
    "消防演练",
    "农机检修",
    "技能培训",
    "就业服务",
    "养老服务",
    "校园安全",
    "疾病预防",
    "土地整治",
    "产业招商",
    "节水灌溉",
    "文物保护",
    "人口监测",
    "气象服务",
    "老旧小区改造",
    "农村公路建设",
]
DO = [
    "有序推进{w}工作",
    "召开{w}工作会议",
    "开展{w}专项检查",
    "举办{w}业务培训班",
    "组织{w}主题宣传活动",
    "全面部署{w}工作",
    "多措并举抓好{w}",
    "扎实做好{w}各项工作",
]
SCHEME = ["实施方案", "管理办法", "工作规则", "若干措施", "行动计划", "暂行规定"]
NOTICES = [
    "关于{t}镇{w}项目招标结果的公示",
    "关于做好{w}工作的通知",
    "关于{t}镇部分路段临时交通管制的通告",
    "关于{t}镇{w}资金安排情况的公示",
    "关于{t}片区计划停水的通告",
]
BODY = [
    "{d}，{p}组织有关人员到{t}镇实地查看{w}进展情况，听取了镇村干部和群众代表的意见。",
    "会议要求，各镇各部门要把{w}摆在重要位置，明确责任，细化措施，按时完成年度任务。",
    "据介绍，今年以来，{t}镇共投入资金{n}万元，用于{w}，覆盖{k}个行政村。",
    "工作人员走进{t}镇集市和学校，向群众发放资料{n}份，现场解答问题{k}人次。",
    "下一步，{p}将继续完善工作机制，加强日常巡查，确保{w}取得实效。",
    "{t}镇负责人表示，将认真落实会议部署，把各项任务分解到村、落实到人。",
    "检查组先后查看了{k}处重点点位，对发现的问题当场提出整改意见，并要求限期完成。",
    "参加活动的居民说，这样的服务办到了家门口，既方便又实用。",
    "截至目前，全部{k}个项目均已开工，累计完成投资{n}万元，占年度计划的{k}%。",
    "活动期间，志愿者还为{t}镇的老年居民提供了免费理发、测量血压等服务。",
    "各单位要加强协作配合，及时上报工作进展，遇到困难主动沟通解决。",
    "通过培训，来自各镇的{k}名学员掌握了基本操作要领，并通过了结业考核。",
]


class Words:
    """All random text of one website."""

    def __init__(self, rng: random.Random, place: str) -> None:
        self.rng, self.place = rng, place
        self.used: set[str] = set()

    def pick(self, seq: Iterable[str]) -> str:
        return self.rng.choice(list(seq))

    def person(self) -> str:
        return self.pick(SURNAMES) + "".join(self.rng.sample(GIVEN, 2))

    def fresh(self, make: Callable[[], str]) -> str:
        """A text that this website has not used yet."""
        for _ in range(500):
            text = make()
            if text not in self.used:
                self.used.add(text)
                return text
        raise RuntimeError("out of words")

    def scheme(self) -> str:
        return self.fresh(lambda: f"{self.place}{self.pick(WORK)}{self.pick(SCHEME)}")

    def headline(self) -> str:
        where = self.pick([self.place, self.pick(TOWNS) + "镇", self.pick(TOWNS) + "镇"])
        return where + self.pick(DO).format(w=self.pick(WORK))

    def notice(self) -> str:
        return self.pick(NOTICES).format(t=self.pick(TOWNS), w=self.pick(WORK))

    def paragraphs(self, n: int = 4) -> list[str]:
        return [
            p.format(
                d=f"{self.rng.randint(1, 9)}月{self.rng.randint(1, 28)}日上午",
                p=self.place,
                t=self.pick(TOWNS),
                w=self.pick(WORK),
                n=self.rng.randint(12, 990),
                k=self.rng.randint(3, 60),
            )
            for p in self.rng.sample(BODY[1:], n)
        ]


def place_name(rng: random.Random, used: set[str]) -> tuple[str, str]:
    """A name of two characters and its spelling, which no other place has."""
    while True:
        name = rng.choice(FIRST) + rng.choice(LAST)
        spelling = "".join(PLACE[c] for c in name)
        if name[0] != name[1] and spelling not in used:
            used.add(spelling)
            return name, spelling
