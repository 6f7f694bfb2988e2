"""Titles and paragraphs of no meaning, with the dates, numbers and names that official prose is full of."""

from datetime import date, timedelta
from random import Random

from xunwang_demo.text import ACTIVITIES, DOCUMENTS, INDEXES, MEETINGS, SPOTS, TOPICS

_TITLES = (
    "示例市召开{topic}工作{meeting}",
    "{spot}扎实推进{topic}各项任务落地见效",
    "关于印发示例市{topic}{document}的通知",
    "关于{year}年{month}月{topic}{activity}有关情况的公告",
    "{spot}组织开展{topic}{activity}",
    "{year}年{month}月示例市{index}运行情况",
    "市有关负责同志到{spot}调研{topic}工作",
    "《示例市{topic}{document}》政策解读",
)
_SENTENCES = (
    "{month}月{day}日上午，示例市召开{topic}工作{meeting}，总结前一阶段工作，研究部署下一阶段重点任务，{spot}等{k}个单位作了交流发言。",
    "会议指出，今年以来各单位围绕{topic}细化措施、压实责任，累计完成{n}项任务，群众满意率达到百分之{p}。",
    "会议强调，要充分认识{topic}的重要意义，坚持问题导向，把各项要求贯穿到{document}的制定和执行全过程。",
    "要加强统筹协调，健全会商机制，每季度至少组织{k}次{activity}，对发现的问题逐项登记、逐项销号。",
    "截至{year}年{month}月{day}日，{spot}共受理相关事项{n}件，办结{m}件，平均办理时间比上年缩短{k}个工作日。",
    "根据《示例市{topic}{document}》（示政办〔{year}〕{k}号）有关规定，现就做好有关工作提出如下意见。",
    "在{spot}，工作人员逐一查看现场，详细询问{topic}推进中的困难，现场协调解决了{k}个具体问题。",
    "“以前办这件事要跑好几趟，现在在家门口就能办好。”{spot}的居民说起{topic}带来的变化，连连点头。",
    "数据显示，{year}年{month}月全市{index}同比增长{k}.{d}%，环比提高0.{d}个百分点，总体保持平稳运行态势。",
    "下一步，将以{topic}为抓手，持续完善制度、优化流程，推动{activity}常态化、制度化，更好服务群众生产生活。",
    "各有关单位要按照职责分工，明确时间表、路线图，于{year}年{month}月底前将落实情况书面报送承办科室。",
    "活动期间共发放宣传资料{n}余份，接受咨询{m}人次，收集意见建议{k}条，已全部转交责任单位研究办理。",
    "项目总投资{n}万元，计划建设周期{k}个月，建成后可服务周边{m}户居民，目前已完成主体工程的百分之{p}。",
    "专家组一致认为，该{document}目标明确、措施可行，符合{spot}实际，建议进一步补充经费保障和考核评价内容。",
    "对工作推进不力、问题整改不到位的，将视情况予以提醒、约谈，并在年度考核中予以体现。",
    "咨询电话：工作日上午9:00至12:00，下午14:00至17:30，来信请寄{spot}{n}号，邮政编码以当地邮政部门公布的为准。",
)
_SOURCES = ("示例市人民政府办公室", "示例日报", "示例市融媒体中心", "市政务服务中心", "本网")


class Words:
    """Everything from one random source: the same seed writes the same city."""

    def __init__(self, seed: str) -> None:
        self._rng = Random(seed)

    def title(self, day: date, number: int) -> str:
        """About 22 characters; the number keeps two titles of one site apart."""
        return f"{self._filled(self._rng.choice(_TITLES), day)}（{number}）"

    def paragraphs(self, day: date) -> list[str]:
        """6 to 15 paragraphs, 200 to 380 characters each."""
        rng = self._rng
        counts = (rng.randint(4, 7) for _ in range(rng.randint(6, 15)))
        return [
            "".join(self._filled(text, day) for text in rng.sample(_SENTENCES, count)) for count in counts
        ]

    def source(self) -> str:
        return self._rng.choice(_SOURCES)

    def _filled(self, pattern: str, day: date) -> str:
        rng = self._rng
        when = day - timedelta(days=rng.randint(0, 60))
        return pattern.format(
            topic=rng.choice(TOPICS),
            spot=rng.choice(SPOTS),
            meeting=rng.choice(MEETINGS),
            activity=rng.choice(ACTIVITIES),
            document=rng.choice(DOCUMENTS),
            index=rng.choice(INDEXES),
            year=when.year,
            month=when.month,
            day=when.day,
            k=rng.randint(2, 9),
            d=rng.randint(1, 9),
            p=rng.randint(85, 99),
            n=rng.randint(120, 980),
            m=rng.randint(40, 110),
        )
