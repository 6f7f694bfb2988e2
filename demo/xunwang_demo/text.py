"""Bland official prose about a city that does not exist, put together from parts; no sentence is taken from anywhere."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from xunwang_demo.model import ColumnKind

TOPICS = (
    "春耕备耕",
    "森林防火",
    "老旧小区改造",
    "河道清淤",
    "校园食品安全",
    "电梯安全",
    "农村公路养护",
    "营商环境优化",
    "政务服务便民化",
    "垃圾分类",
    "献血宣传",
    "养老服务",
    "残疾人就业帮扶",
    "高标准农田建设",
    "防汛备汛",
    "节约用水",
    "全民阅读",
    "燃气安全",
    "城市绿化",
    "停车秩序整治",
    "职业技能培训",
    "公共厕所提升",
    "雨污分流改造",
    "社区食堂建设",
    "图书馆延时开放",
    "扬尘治理",
    "种子质量检查",
    "冷链物流建设",
    "乡村医生培训",
    "学前教育普惠",
    "公交线路优化",
    "知识产权保护",
    "统计基层基础",
    "档案数字化",
    "地名标志更新",
    "消防通道清理",
    "桥梁检测",
    "果树病虫害防治",
    "文物巡查",
    "义务植树",
)
SPOTS = (
    "新塘街道",
    "柳林镇",
    "东渡口村",
    "文昌社区",
    "北环路",
    "平安里小区",
    "西湾水厂",
    "示例大桥",
    "高铁站前广场",
    "第三实验小学",
    "中心医院",
    "梅园片区",
    "石板桥镇",
    "镕华社区",
    "湖滨步道",
    "农贸综合市场",
    "产业服务中心",
)
MEETINGS = ("推进会", "部署会", "座谈会", "调度会", "专题会", "动员会")
ACTIVITIES = ("集中宣传", "志愿服务", "专项检查", "走访慰问", "业务培训", "现场观摩")
DOCUMENTS = ("实施方案", "管理办法", "若干措施", "工作要点", "实施细则", "行动计划")
INDEXES = (
    "居民消费价格",
    "规模以上工业",
    "固定资产投资",
    "社会消费品零售",
    "一般公共预算收入",
    "城乡居民收入",
)

_TITLES: dict[str, tuple[str, ...]] = {
    "news": (
        "{place}召开{topic}工作{meeting}",
        "{place}扎实推进{topic}工作",
        "{spot}开展{topic}{activity}活动",
        "{place}{topic}取得阶段性成效",
        "市有关负责同志到{spot}调研{topic}工作",
        "{spot}：{topic}惠及周边群众",
    ),
    "notice": (
        "关于开展{year}年{topic}{activity}的通知",
        "关于{spot}{topic}有关事项的公告",
        "{place}{year}年{topic}项目名单公示",
        "关于公开征集{topic}意见建议的公告",
        "关于{spot}{topic}期间临时调整服务安排的通告",
    ),
    "policy": (
        "关于印发{place}{topic}{document}的通知",
        "关于进一步加强{topic}工作的意见",
        "{place}{topic}{document}",
        "关于做好{year}年{topic}工作的实施意见",
    ),
    "interpretation": (
        "《{place}{topic}{document}》政策解读",
        "一图读懂{place}{topic}{document}",
        "关于《{topic}{document}》的起草说明",
    ),
    "personnel": (
        "{year}年公开招聘{topic}岗位工作人员公告",
        "关于{topic}工作领导小组成员调整的通知",
        "{place}{year}年{topic}岗位拟聘用人员公示",
    ),
    "planning": (
        "{place}“十五五”{topic}规划",
        "{place}{year}年{topic}工作计划",
        "{place}{topic}三年行动计划",
    ),
    "data": ("{year}年{month}月{place}{index}情况", "{place}{year}年{index}统计简报（{month}月）"),
    "other": (
        "{place}{topic}项目进展情况",
        "{topic}典型做法展示",
        "关于{spot}{topic}提案的答复摘要",
        "{place}{topic}信息公开",
    ),
}

_SENTENCES: dict[str, tuple[str, ...]] = {
    "news": (
        "会议听取了{topic}工作进展情况汇报，分析了存在的困难，对下一步任务作出安排。",
        "工作人员走进{spot}，向居民介绍{topic}的具体做法，现场解答大家关心的问题。",
        "今年以来，{place}坚持把{topic}作为服务群众的重点事项，细化清单，逐项落实。",
        "截至目前，已完成{n}处点位的排查，发现的{k}个问题全部建立台账，明确了责任单位和完成时限。",
        "有关负责同志要求，各单位要加强协作，及时沟通，把{topic}各项措施落到实处。",
        "{spot}的居民表示，通过这次活动，对{topic}有了更清楚的了解，也愿意参与进来。",
        "下一步，{place}将持续跟进{topic}，定期回访，确保工作取得实效。",
    ),
    "notice": (
        "为做好{topic}工作，经研究，现将有关事项通知如下。",
        "一、时间安排。本次工作自{start}起至{end}止，逾期不再受理。",
        "二、工作内容。各单位要对照清单开展{topic}自查，如实填写登记表，并按时报送。",
        "三、联系方式。咨询事宜请在工作日上午九时至下午五时与承办科室联系。",
        "四、有关要求。请各单位高度重视，明确专人负责，确保{topic}工作有序开展。",
        "请广大市民予以理解和支持，因此带来的不便敬请谅解。",
        "本次名单共{n}项，公示期为五个工作日，如有异议请以书面形式反映。",
    ),
    "policy": (
        "各有关单位：为规范{topic}工作，提高服务水平，结合实际，制定本文件。",
        "第一条 本文件适用于{place}行政区域内的{topic}活动。",
        "第二条 {topic}应当遵循公开、便民、高效的原则，由主管部门统一组织实施。",
        "第三条 各单位应当建立{topic}工作台账，每季度至少开展{k}次检查，并将结果归档。",
        "第四条 对在{topic}工作中成效明显的单位，可以按照规定给予通报表扬。",
        "第五条 违反本文件规定的，由主管部门责令限期改正，并在整改完成后组织复核。",
        "本文件自发布之日起施行，有效期五年，由承办单位负责解释。",
    ),
}
_GENERAL = (
    "{place}围绕{topic}梳理了{n}项具体任务，按照时间节点逐项推进。",
    "相关材料已经汇总整理，单位和个人可以到服务窗口查询，也可以通过本网站了解。",
    "在{spot}，{topic}工作已经形成较为成熟的做法，并在更大范围内推广。",
    "本次公开的内容包括基本情况、主要做法、进展数据和下一步安排四个部分。",
    "数据来源于各单位报送的统计台账，经审核汇总后公开，如有调整以最终结果为准。",
    "工作专班每月召开一次例会，研究解决{topic}中遇到的{k}个重点问题。",
    "欢迎社会各界对{topic}工作提出意见建议，我们将认真研究并及时反馈。",
)


class Writer:
    """Writes titles that never repeat and bodies of 150–600 characters, all from one random source."""

    def __init__(self, rng: Random, place: str) -> None:
        self._rng = rng
        self._place = place
        self._used: set[str] = set()

    def title(self, kind: ColumnKind, day: date) -> str:
        patterns = _TITLES.get(kind, _TITLES["other"])
        title = self._fill(self._rng.choice(patterns), self._words(day))
        number = 1
        fresh = title
        while fresh in self._used:
            number += 1
            fresh = f"{title}（第{number}期）"
        self._used.add(fresh)
        return fresh

    def body(self, kind: ColumnKind, title: str, day: date) -> tuple[str, ...]:
        words = self._words(day)
        words["topic"] = next((topic for topic in TOPICS if topic in title), words["topic"])
        pool = list(_SENTENCES.get(kind, _GENERAL)) + list(_GENERAL[:3])
        count = self._rng.randint(7, min(9, len(pool)))
        chosen = sorted(self._rng.sample(range(len(pool)), count))
        sentences = [self._fill(pool[index], words) for index in chosen]
        if kind == "news":
            sentences.insert(
                0, f"{day.month}月{day.day}日，{title.split('（', maxsplit=1)[0]}，相关单位负责同志参加。"
            )
        return tuple("".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2))

    def _words(self, day: date) -> dict[str, str]:
        rng = self._rng
        start = day + timedelta(days=rng.randint(1, 5))
        end = start + timedelta(days=rng.randint(20, 60))
        return {
            "place": self._place,
            "topic": rng.choice(TOPICS),
            "spot": rng.choice(SPOTS),
            "meeting": rng.choice(MEETINGS),
            "activity": rng.choice(ACTIVITIES),
            "document": rng.choice(DOCUMENTS),
            "index": rng.choice(INDEXES),
            "year": str(day.year),
            "month": str(day.month),
            "n": str(rng.randint(12, 96)),
            "k": str(rng.randint(2, 9)),
            "start": f"{start.year}年{start.month}月{start.day}日",
            "end": f"{end.year}年{end.month}月{end.day}日",
        }

    @staticmethod
    def _fill(pattern: str, words: dict[str, str]) -> str:
        return pattern.format(**words)
