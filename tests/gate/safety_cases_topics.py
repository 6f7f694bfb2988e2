"""A fourth planted set: pages that speak about what advertisers advertise, in title and text, beside pages that advertise it; every innocent one was told before."""

from collections.abc import Iterator

from safety_cases_hacked import Hacked

_SITE = "通知公告_青田县人民政府"
_BOATS = "".join(
    f'<a href="http://www.{name}.example/">{words}</a>'
    for name, words in (("youting-a", "游艇租赁"), ("penquan", "喷泉设备"), ("zhibao", "纸箱纸包装"))
)


def bad() -> Iterator[Hacked]:
    hidden, script, spam = (frozenset({kind}) for kind in ("hidden", "script", "spam"))
    yield Hacked(
        "frame of one pixel by its style",
        script,
        body='<iframe style="width:1px;height:1px;border:0" src="http://www.zhongzhuan.example/j.html"></iframe>',
    )
    yield Hacked("style in escapes", hidden, body=f'<div style="d\\69splay:none">{_BOATS}</div>')
    yield Hacked("style with comments", hidden, body=f'<div style="display/**/:/**/none">{_BOATS}</div>')
    yield Hacked("shrunk", hidden, body=f'<div style="transform:scale(.001)">{_BOATS}</div>')
    yield Hacked("cut to a point", hidden, body=f'<div style="clip-path:polygon(0 0,0 0,0 0)">{_BOATS}</div>')
    yield Hacked(
        "away on every screen",
        hidden,
        body=f"<style>@media screen{{.k3z{{position:absolute;left:-4000px}}}}</style><div class='k3z'>{_BOATS}</div>",
    )
    yield Hacked(
        "letters of full width", spam, body="<p>请使用ｂｅｔ３６５官网登录，真人荷官在线，注册送彩金。</p>"
    )
    yield Hacked(
        "letters parted by nothing",
        spam,
        body="<p>会议要求推进百\u200b家\u200b乐\u200b平台注册送彩金工作。</p>",
    )
    yield Hacked(
        "brand before official site", spam, body="<p>各地要深入开展开云体育官方网站安全检查工作。</p>"
    )
    yield Hacked(
        "link that says its trade", spam, body='<p><a href="http://www.ag8899.example/">真人娱乐城</a></p>'
    )
    yield Hacked("title only", spam, title="老虎机_百家乐_青田县人民政府")


def innocent() -> Iterator[Hacked]:
    for title, text in (
        ("政府网站群平台建设项目招标公告", "本次招标建设全县政府网站群平台，网站群系统统一登录。"),
        (
            "关于自然人代开发票有关事项的通知",
            "纳税人可登录电子税务局平台办理代开发票业务，代开发票全程网办。",
        ),
        ("关于门户网站优化升级的公告", "因网站优化升级，登录入口将调整，请使用最新网址访问。"),
        ("体验金融服务进社区", "群众体验金融服务平台，学习金融知识，登录手机银行。"),
        ("首存款保险知识宣传", "储户首存款项受存款保险保障，首存款可登录查询。"),
        ("编写一本道德教育读本", "全县学校编写一本道德讲堂读本。"),
        ("兔毛片加工企业走访", "县领导走访羊毛片、兔毛片加工企业26家。"),
        ("A货车通行证办理", "A货车通行证注册登录入口已开放。"),
        ("关于东方娱乐城消防验收的批复", "同意东方娱乐城装修工程消防验收合格。"),
        ("香港六合彩收益支援灾区学校重建", "香港赛马会将六合彩收益用于资助学校重建。"),
        ("县市场监管局集中销毁老虎机", "集中销毁老虎机126台。"),
        ("防范信用卡套现风险", "请广大市民防范信用卡套现风险。"),
        ("减肥药抽检不合格通告", "抽检减肥药12批次，不合格1批次。"),
        ("永利娱乐有限公司注销登记公告", "永利娱乐有限公司申请注销登记，注册号见附件。"),
        ("澳门推介会举行", "推介会在澳门威尼斯人国际会议中心举行，报名企业36家。"),
        ("百家乐购超市食品安全检查", "检查示例县百家乐购超市，注册地址为人民路。"),
    ):
        yield Hacked(title, title=f"{title}_{_SITE}", body=f"<h1>{title}</h1><p>{text}</p>")
