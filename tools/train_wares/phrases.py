"""Invented phrases: what intruders sell in the words of many trades, and what offices say with the same words.

Nothing here was seen on any page. Names of houses are put together from letters that houses like, so that none of them is learnt by heart.
"""

from collections.abc import Iterator
from random import Random

_LUCK = "鑫博盈亿利豪悦龙凤金银皇冠太阳星月天海汇通宝发财富贵鸿福瑞祥恒丰泰隆盛华凯旋胜永和安达顺旺优乐爱米欧亚澳万千百新大京沙威尼葡萄云开球速雷火雪虎狮鹰鲸麒麟尊爵御帝王名门世纪东方南北宫赢必喜彩金钻石翡翠玖捌"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_PLACES = "安平 临川 永宁 清河 东山 南溪 石门 新丰 长乐 武宁 云阳 高陵 兴隆 宜城 青田 西林 北屯 沙湾 桐柏 广济".split()
_UNITS = "人民政府 教育局 民政局 公安局 税务局 卫生健康委员会 市场监督管理局 人力资源和社会保障局 文化和旅游局 体育局 自然资源局 住房和城乡建设局 农业农村局 交通运输局 司法局 医疗保障局 图书馆 人民医院 第一中学 体育中心 政务服务中心 融媒体中心 档案馆 博物馆 公积金中心 供销社 消防救援大队".split()

# A trade: what is sold, what is said of it. One of both, or both, make a pitch.
_TRADES: tuple[tuple[str, str], ...] = (
    (
        "体育 娱乐 电竞 棋牌 真人 电子 国际 娱乐城 体育直营 综合体育 体育竞猜 捕鱼 电玩城 视讯 彩票 购彩 赌场 贵宾厅 线上娱乐 在线娱乐 真人娱乐 真人游戏平台 体育投注 电子游艺 快乐彩 滚球 百家乐 老虎机 龙虎斗 牛牛 炸金花 德州扑克 二八杠 推筒子 轮盘 骰宝 麻将胡了 足球竞猜 篮球让分 外围 盘口",
        "官网 官方网站 官方入口 登录入口 登陆 注册 app下载 手机版 网页版 最新网址 备用网址 平台 全站app 首页 客户端 安卓版 苹果版 注册送彩金 首存送 返水 秒到账 提款快 信誉平台 大额无忧 公平公正 爆率高 开户 代理加盟 下注 投注 赔率 玩法技巧 必赢攻略 官方认证 入口链接 送88 送58体验金 信誉最好 十大排名 真人荷官 线路检测 导航",
    ),
    (
        "六合彩 澳门彩 香港彩 三肖 一肖一码 特码 平特 快三 时时彩 赛车 飞艇 分分彩 十一选五 极速彩 加拿大28 跑狗图 心水论坛 资料大全 四肖八码 内幕料 波色 生肖表 双色球预测 福彩3d预测 大乐透杀号",
        "开奖结果 开奖记录 最准资料 免费公开 精准计划 走势图 今晚开什么 内部资料 免费资料大全 预测 计划群 必中 稳赚 计划软件 大小单双 倍投技巧 高手论坛 历史记录 现场直播 群主带 一码爆特",
    ),
    (
        "成人视频 无码 少妇 人妻 学生妹 萝莉 自拍 偷拍 三级片 毛片 av 激情视频 午夜剧场 情色小说 裸聊 约炮 同城交友 上门服务 外围女 楼凤 高端伴游 丝袜 制服诱惑 巨乳 大尺度 床戏 私密直播 福利姬 绿帽 乱伦 黄色小说 里番 写真 莞式服务 全套按摩",
        "在线观看 免费观看 高清 完整版 无删减 在线播放 免费看 全集 下载 不卡 精品 一区二区 中文字幕 手机在线 app 直播间 破解版 免会员 永久免费 24小时上门 照片真实 可包夜 不满意换人 第一页 导航 最新地址 在线看片",
    ),
    (
        "毕业证 学位证 本科学历 大专文凭 自考文凭 教师证 建造师证 资格证书 驾驶证 驾照 身份证 护照 结婚证 房产证 不动产证 营业执照 四六级证书 职称证 会计证 电工证 特种作业证 残疾证 英语成绩单 留学文凭 公章 印章 学历",
        "办理 代办 制作 购买 出售 定做 快速办理 不用考试 免考包过 官网可查 学信网可查 联网可查 先办后付 货到付款 一比一 原版 高仿 包过 保真 多少钱 哪里可以办 当天出证 联系电话 加微信 刻章办证 不成功不收费 正规渠道 内部名额",
    ),
    (
        "发票 增值税发票 专票 普票 餐饮发票 住宿发票 建筑发票 运输发票 医药费发票 加油票 各地发票 机打发票 差旅费发票",
        "代开 开具 出售 可验证 点数低 税点优惠 验真后付款 保真 各行业 全国各地 长期 当天送达 电话微信同号 诚信代开 真票 可抵扣 低点数 一站式 加微信",
    ),
    (
        "贷款 网贷 小额贷款 空放 私借 信用贷 车抵贷 黑户贷款 身份证贷款 下款口子 信用卡套现 提额 花呗套现 白条套现 养卡 代还信用卡 垫资过桥 征信修复 大额信用卡 私人放款 手机分期套现 公积金套现",
        "秒批 秒下款 当天放款 无视征信 黑户可做 不看征信 免审核 无抵押 包下款 百分百下款 无前期 利息低 不上门 凭身份证 十分钟到账 额度高 app下载 口子大全 联系客服 加微信 逾期可做 门槛低",
    ),
    (
        "usdt 泰达币 跑分 承兑 四件套 银行卡 对公账户 实名微信号 手机黑卡 电话卡 虚拟币 交易所 比特币 钱包 洗料 过资金 网赌黑钱 出u 收u 刷单 兼职 打字员 点赞员 挂机赚钱",
        "高价收购 回收 出租 出售 日赚过千 一天两千 日结 招代理 招募 长期合作 佣金高 稳定出款 安全快速 躺赚 零投资 宝妈可做 在家赚钱 当天结算 飞机联系 返佣 秒结 不封号",
    ),
    (
        "伟哥 壮阳药 延时喷剂 催情药 迷药 听话水 春药 打胎药 流产药 米非司酮 减肥药 安眠药 万艾可 增大丸 印度神油 玛卡 减肥茶 瘦身针 美白针 生长激素 肉毒素 兽用 神仙水 笑气 电子烟弹 走私香烟",
        "哪里买 购买 正品 官方旗舰店 货到付款 保密发货 效果好 价格 多少钱一盒 网上购买 无副作用 厂家直供 代购 微信 包邮 批发 无色无味 昏睡 见效快 药店有卖吗 副作用 订购",
    ),
    (
        "代孕 试管婴儿 供卵 助孕 捐卵 包生男孩 性别鉴定 三代试管 借腹生子 代妈 包成功 胎儿性别检测 无创寄血验子",
        "公司 机构 中心 价格 费用 多少钱 套餐 包性别 包成功 零风险 签约 咨询 哪家好 招募 高薪诚聘 流程 私立医院 专业团队",
    ),
    (
        "传奇 魔域 奇迹 热血江湖 天龙 传世 诛仙 dnf 单职业 合击 私服 变态版 手游 bt手游 gm版 满v版 吃鸡 王者 和平精英 辅助 外挂 透视 自瞄 脚本 卡盟 刷钻 代练",
        "私服 发布网 新开 sf 一秒 今日新开 变态版 无限元宝 上线送满级 开服表 外挂 辅助器 免费版 科技 不封号 透视锁头 自动瞄准 卡密 下载 搜服 长期稳定 散人 打金 激活码 破解版",
    ),
    (
        "苹果手机 名表 包包 奢侈品 球鞋 莆田鞋 手表 香烟 女包 服装 运动鞋 a货 皮带 羽绒服 茅台酒 眼镜",
        "高仿 精仿 复刻 一比一 原单 a货 厂家直销 货源 批发 代理 微商 工厂 免代理费 一件代发 顶级 专柜验货 支持退换 多少钱 微信 包邮",
    ),
    (
        "私家侦探 婚外情调查 找人 查开房记录 查通话记录 手机定位 要债 讨债 追账 监听 查档 个人信息 黑客 接单 盗号 微信恢复 破解密码 入侵网站 改成绩 手机监控软件 窃听器 针孔摄像头",
        "公司 联系 价格 专业 收费 电话 当天出结果 不成功不收费 接单 全国 保密 靠谱 24小时 微信 哪家好 软件 收费标准 在线咨询",
    ),
    (
        "seo优化 百度霸屏 快排 关键词排名 友情链接 外链 黑链 站群 寄生虫 刷粉 刷赞 刷流量 网站建设 推广 引流 百度推广 小红书引流 短视频涨粉 僵尸粉 水军 删帖 负面处理",
        "公司 出售 代发 价格 快速排名 软件 出租 哪家好 服务商 教程 平台 低价 秒刷 代做 多少钱 一手 外包 包首页 自助下单",
    ),
    (
        "考试答案 真题答案 四六级答案 公务员答案 替考 代考 助考 作弊器 隐形耳机 论文 毕业论文 职称论文 sci论文 作业 课题 专利 网课 学时",
        "代写 代发 代考 包过 考前答案 提前拿 出售 微信 价格 不过退款 先过后付 保过 枪手 润色 快速发表 降重 查重 接收器 代做 代刷 秒刷",
    ),
    (
        "股票 期货 外汇 原油 黄金 配资 荐股 牛股 现货 二元期权 理财 虚拟盘 量化 打新 杠杆",
        "开户 平台 带单 喊单 群 老师带 翻倍 稳赚 内幕 涨停 高收益 十倍杠杆 保本 日收益 免费诊股 加微信 在线 官网 app 排名 手续费低",
    ),
    (
        "男科医院 妇科医院 无痛人流 包皮手术 整形医院 植发 隆胸 双眼皮 白癜风 牛皮癣 狐臭 痔疮 癫痫 不孕不育 种植牙 近视手术 祛斑 前列腺炎 早泄 阳痿",
        "哪家好 多少钱 价格 专科医院 排名 最好的医院 怎么治 能治好吗 预约 在线咨询 专家 费用 正规 权威 免费咨询 优惠",
    ),
    (
        "小说 完本小说 都市修仙 总裁 种田文 韩剧 美剧 电影 电视剧 综艺 动漫 漫画 短剧 蓝光 热播剧 枪版 nba直播 欧冠直播 球赛",
        "在线阅读 免费阅读 txt下载 最新章节 无弹窗 全文 笔趣阁 顶点 全集 免费观看 高清 迅雷下载 在线看 磁力 bt种子 百度云 免vip 无广告 大结局 直播吧 无插件 全本 爽文",
    ),
    (
        "翻墙 加速器 vpn 梯子 机场 节点 科学上网 账号 会员 破解版 注册机 激活码 盗版软件 成品号 微信号 抖音号 qq号 接码平台 虚拟号",
        "下载 免费 永久免费 破解版 购买 出售 批发 便宜 稳定 高速 推荐 订阅 官网 app 账号共享 自动发货 无限流量 秒发",
    ),
    (
        "假币 假钞 枪支 仿真枪 气枪 电棍 弩 弓弩 刀具 防身器 冰毒 大麻 麻古 罂粟壳 野味 象牙 发电报群 麻将机 扑克牌 筹码 牌具 分析仪 变牌 骰子",
        "出售 购买 货到付款 微信 厂家 批发 专卖 遥控 程序 安装 透视 高科技 配件 图纸 保密发货 全国发货 qq群 价格 联系方式 隐形",
    ),
)
_CONTACTS = (
    "微信{w}",
    "加微信{w}",
    "加薇{w}",
    "v信{w}",
    "qq{n}",
    "扣扣{n}",
    "电话微信同号",
    "飞机@{w}",
    "电报{w}",
    "咨询热线{n}",
    "tg:{w}",
    "联系客服",
    "详询{n}",
    "加v{w}",
    "薇芯{w}",
)
_JOINTS = ("", "", "", "-", "_", "|", " ", "，", "·", "、", ",", " - ")
_HYPE = "最新 正规 靠谱 免费 权威 十大 全国 2025 2026 正版 顶级 网上 在线 手机 长期 专业 诚信 低价 信誉 火爆 官方 极速 本地 同城 线上 澳门 香港 东南亚 菲律宾 缅北 欧美 日本 国产 亚洲".split()


def words_of_trades() -> Iterator[str]:
    """All that is sold, and all that is said of it."""
    for wares, calls in _TRADES:
        yield from wares.split()
        yield from calls.split()


def words_of_offices() -> str:
    """All that offices speak of, but for crime."""
    return " ".join((*_SERVICES, *_MATTERS, *_LEISURE, *_SAYS, *_UNITS, *_FIRMS, *_OF_FIRMS, *_TECHNICAL))


def pitches(random: Random, number: int) -> Iterator[str]:
    """So many phrases of sellers."""
    trades = [(wares.split(), calls.split()) for wares, calls in _TRADES]
    for _ in range(number):
        wares, calls = random.choice(trades)
        name = _house(random) if wares is trades[0][0] or random.random() < 0.12 else ""
        pieces = [_pitch(random, wares, calls, name)]
        while random.random() < 0.45 and len(pieces) < 4:
            name = _house(random) if wares is trades[0][0] else ""
            pieces.append(_pitch(random, wares, calls, name))
        text = random.choice(("_", "-", "|", "，", " ", ",", "；")).join(pieces)
        if random.random() < 0.25:
            text = f"{text}{random.choice(('，', ' ', '：', ''))}{_contact(random)}"
        if random.random() < 0.1:
            text = f"【{text}】"
        yield text


def _pitch(random: Random, wares: list[str], calls: list[str], name: str) -> str:
    ware = random.choice(wares)
    said = [random.choice(calls) for _ in range(random.choice((1, 1, 2, 2, 3)))]
    joint = random.choice(_JOINTS)
    ahead = random.choice(_HYPE) if random.random() < 0.25 else ""
    country = random.choice(("(中国)", "·(中国)", "（中国）", "")) if name and random.random() < 0.3 else ""
    if name and random.random() < 0.2:
        return f"{ahead}{name}{joint}{joint.join(said)}"
    if random.random() < 0.25:
        return f"{ahead}{said[0]}{joint}{name}{ware}{joint}{joint.join(said[1:])}".strip(joint)
    return f"{ahead}{name}{ware}{country}{joint}{joint.join(said)}"


def _house(random: Random) -> str:
    letters = "".join(random.choice(_LUCK) for _ in range(random.choice((2, 2, 3))))
    latin = "".join(random.choice(_LATIN) for _ in range(random.choice((1, 2, 3))))
    figure = random.choice(("", "0", "00", "000"))
    return random.choice((letters, letters, letters, f"{letters}{latin}{figure}", f"{latin}{figure}", f"{latin}{figure}{letters}"))


def _contact(random: Random) -> str:
    word = "".join(random.choice(_LATIN) for _ in range(random.choice((2, 4, 6)))) + "0" * random.choice((2, 3, 4))
    return random.choice(_CONTACTS).format(w=word, n="0" * random.choice((8, 9, 10)))


def _office(random: Random) -> str:
    return f"{random.choice(_PLACES)}{random.choice('县市区')}{random.choice(_UNITS)}"


# What offices say, in which the words of those trades stand in good faith.
_SAYS = (
    "关于{m}的{d}",
    "{o}关于{m}的{d}",
    "{p}县{m}{d}",
    "{m}",
    "{m}办理指南",
    "{m}政策解读",
    "一图读懂{m}",
    "{o}开展{m}工作",
    "{m}进展情况",
    "{o}召开{m}推进会",
    "{s}登录入口",
    "{s}",
    "{s}app下载",
    "{s}官方网站",
    "{s}注册登录操作手册",
    "{s}客户端下载",
    "{p}县{s}上线运行",
    "请登录{s}查询",
    "关注{o}微信公众号",
    "联系电话：{n} {o}",
    "{o} - {p}县人民政府门户网站",
    "{p}市{x}",
    "{x}",
    "{o}{x}",
    "{x}_{o}",
)
_MATTERS = "创业担保贷款贴息 国家助学贷款申请 小额信贷 脱贫人口小额贷款 税务发票代开 增值税发票领用 电子发票推广 毕业证书遗失补办 学位证书认证 教师资格证认定 驾驶证换证 护照办理 不动产权证办理 结婚登记预约 建造师注册 安全生产许可证 体育彩票公益金使用 福利彩票销售 全民健身活动 体育场馆免费开放 电竞产业发展 文化娱乐场所管理 网吧专项检查 棋牌室治理 动漫产业扶持 农村电影放映 数字电视整转 图书馆借阅 公租房申请 二手车交易备案 废旧家电回收 家政服务培训 管道燃气改造 电梯维修 医疗美容专项检查 男性健康科普 妇科检查 人工流产后关爱 辅助生殖纳入医保 不孕不育诊疗 疫苗预约接种 药品集中采购 处方药管理 麻醉药品监管 电子烟专项检查 烟草专卖零售许可 化妆品抽检 商标注册 企业注册登记 个体工商户登录年报 反洗钱宣传 防范非法集资 打击电信网络诈骗 防范校园贷 虚拟货币交易炒作风险提示 外汇管理 期货交易监管 股票发行注册制 公积金提取 社保卡激活 银行卡风险提示 公务员考试报名 考试违纪处理 论文征集 课题申报 专利申请资助 网络安全检查 政府网站整改 网络游戏防沉迷 未成年人保护 净化网络环境 搬迁安置 下水道疏通工程 厂房招租 设备采购 工作服采购 招商引资 供应商入库 价格监测 批发市场改造 国际贸易 真人图书馆活动 银龄讲堂 企业招聘 农产品直播带货 旅游直播推介 公益广告征集 短视频大赛".split()
_SERVICES = "政务服务网 一网通办平台 电子税务局 国家医保服务平台 社会保险网上服务平台 公共资源交易平台 12345政务服务便民热线 掌上12333 个人所得税 交管12123 国家反诈中心 智慧教育平台 信用信息公示系统 不动产登记网上大厅 公积金网上服务厅 学习强国 文旅云 预约挂号平台 图书馆数字资源 投资项目在线审批监管平台 粮食收购平台 阳光招生服务平台 志愿服务平台 网上信访大厅 统一身份认证 无障碍浏览 适老版 移动客户端 手机版 电脑版 网站地图 微信小程序 友情链接 历史记录 网站建设 联系客服 在线咨询 在线阅读 中文字幕 十大排名 残疾证 教师证 会计证 电工证 建造师证 毕业论文 企业开办专区 水电气网上缴费 体育场馆预约 停车缴费 人事考试网 就业服务平台 政府采购网上商城 中国体彩网 中国福彩网".split()
_DOINGS = "通知 公告 通报 意见 实施方案 公示 决定 批复 报告 解读 提示 函 倡议书 细则 办法".split()
_CRIMES = (
    "警惕{w}骗局",
    "{o}破获一起{w}案",
    "严厉打击{w}违法犯罪",
    "谨防{w}陷阱",
    "{w}典型案例",
    "查处{w}通报",
    "关于整治{w}的通告",
    "民警揭秘{w}诈骗套路",
    "因{w}被判处有期徒刑",
    "{w}受害人不要轻信{c}",
    "所谓“{w}{c}”都是诈骗",
    "参与{w}属违法行为",
    "严禁销售{w}",
    "抽检发现{w}不合格",
    "{w}的危害",
    "清理{w}有害信息",
    "举报{w}有奖",
    "{w}“{c}”是假的",
)
_TECH = "AI GDP English DeepSeek PDF Windows WPS 5G IPv6 CBA CPI APP VR PPT Word Excel CT CCTV H5 ICP APEC PM2.5 EMS ETC LED OFD CA QQ VIP NBA K12 A股 B超 C919 Chrome Android iOS TRS CMS Version Copyright Produced by Office".split()
_TECHNICAL = (
    "{t}{m}",
    "{s}{t}版",
    "推动{t}、{u}产业发展",
    "{t} {u} {s}",
    "{m}（{t}）",
    "{t}版下载",
    "{o} {t} {u}",
    "技术支持：{t}科技 {u}",
    "{t}格式附件下载",
    "{x}{t}",
    "网站支持{t}访问",
)
# How offices are reached, and what the people of a place offer in the open.
_REACHED = (
    "联系电话：{n}（微信同号）",
    "联系人：{k}老师，手机{n}微信同号",
    "咨询QQ群：{n}",
    "可加微信群咨询",
    "加微信：{w}咨询，联系人：{k}主任",
    "投稿邮箱{w}@{w}.com",
    "关注微信公众号：{w}",
    "有意者请将简历发至邮箱或加微信",
    "{p}{f}上市，全国包邮，联系电话{n}",
    "{f}支持货到付款，{o}统一发货",
    "扫码进群 {n}",
    "网址：www.{w}.com",
    "邮箱：{w}{n}@qq.com",
    "培训免费，随到随学，报名联系{k}老师 {n}",
    "先诊疗后付费",
    "进度可查询 电话{n}",
    "学历须在学信网可查",
    "最高0万元，无抵押，凭身份证和毕业证办理",
    "免费咨询 热线{n} 全国通用",
    "官网查询 {w}.gov.cn",
    "家长可加QQ群{n}",
    "线上申请 当天办结 {m}",
    "{m}线上申请入口",
    "{m}24小时自助办理",
    "不成功可退款",
    "真伪可查验 {m}",
    "全文阅读 {x}",
    "免费阅读 {p}县志 第0章",
    "招聘兼职{k}员 日结工资",
    "{f}货源充足 价格稳定",
    "{w}-{w}-{n}.{w}",
    "SHA-0 {w}{n}{w}",
)
_NAMES = "陈 王 李 张 刘 叶 赵 周 吴 郑".split()
# Plain trades, which offices and the firms of a place speak of.
_FIRMS = "不锈钢水箱 锅炉 塑料袋 轴承 阀门 电缆 叉车 家具 石材 茶叶 大米 水果 种苗 农机 门窗 瓷砖 服装 五金 化肥 饲料 建材 模具 酒店 农家乐 汽车维修 搬家 开锁 家政 装修".split()
_OF_FIRMS = (
    "{p}县{f}有限公司",
    "{f}厂家名录",
    "{f}批发市场",
    "{f}价格监测",
    "{f}采购公告",
    "{p}{f}协会",
    "{f}供应商征集",
    "{p}{f}官网",
    "{f}企业产品展示 联系电话{n}",
    "{f}生产厂 报价",
    "{f}经营部",
)
_LEISURE = "第0届运动会开幕 足球联赛开赛 篮球友谊赛战报 广场舞大赛 青少年电竞公开赛 中国象棋公开赛 棋牌协会换届 麻将文化展 美术写真展 人体艺术讲座 世界杯观赛安全提示 亚洲杯志愿者招募 国际马拉松报名 皇冠假日酒店消防检查 威尼斯水城项目签约 葡萄产业园 太阳能路灯安装 银河街道 金沙遗址博物馆 新葡京酒店赴县投资考察 澳门旅游推介会 香港招商活动 开元街道 永利社区 金海岸景区 万达广场 华体集团 乐虎饮料 大发镇 必胜客食品安全检查 百家讲坛 百乐门剧院修缮 星空露营地 少妇就业培训 妇女之家 学生资助 成人教育 成人高考报名 成人礼 直播电商基地 夜间经济 按摩院卫生检查 温泉度假区 性别平等 人妻 性病防治 高清航拍 免费开放 在线访谈 网上展厅 官方发布 现场直播 无码头渡口".split()


def honest(random: Random, number: int) -> Iterator[str]:
    """So many phrases of offices."""
    wares = [ware for told, _ in _TRADES for ware in told.split()]
    calls = [call for _, told in _TRADES for call in told.split()]
    for _ in range(number):
        kind = random.random()
        forms = _CRIMES if kind < 0.25 else _TECHNICAL if kind < 0.33 else _OF_FIRMS if kind < 0.4 else _SAYS
        form = random.choice(_REACHED if 0.4 <= kind < 0.55 else forms)
        if random.random() < 0.15:
            form = f"{form}{random.choice('，；。 ')}{random.choice(_REACHED)}"
        text = form.format(
            m=random.choice(_MATTERS),
            s=random.choice(_SERVICES),
            d=random.choice(_DOINGS),
            x=random.choice(_LEISURE),
            o=_office(random),
            p=random.choice(_PLACES),
            n="0" * random.choice((7, 8, 11)),
            w="".join(random.choice(_LATIN) for _ in range(random.choice((2, 4, 8))))
            if form in _REACHED
            else random.choice(wares),
            c=random.choice(calls),
            t=random.choice(_TECH),
            u=random.choice(_TECH),
            f=random.choice(_FIRMS),
            k=random.choice(_NAMES),
        )
        if random.random() < 0.2:
            text = f"{text}{random.choice(('-', '_', ' - ', '|'))}{_office(random)}"
        yield text
