"""The pages of 清河县: old days, empty-looking parts and dangerous words wherever they are innocent."""

HOST = "www.qinghexian.gov.cn"
HOME = f"http://{HOST}/"
NAMES = {
    "县域要闻": "/xyyw/", "乡镇动态": "/xzdt/", "部门快讯": "/bmkx/", "通知公告": "/tzgg/", "政策文件": "/zcwj/", "政策解读": "/zcjd/",
    "图说清河": "/tsqh/", "视频清河": "/spqh/", "表格下载": "/bgxz/", "机构设置": "/jgsz/", "政府电话": "/zfdh/", "交通地图": "/jtdt/",
    "常见问题": "/cjwt/", "县长信箱": "/xzxx/", "公开年报": "/gknb/", "清河概况": "/qhgk/", "办事服务": "/bsfw/",
}  # fmt: skip
_NAV = '<div class="nav"><ul><li><a href="/">首页</a></li>' + "".join(
    f'<li><a href="{path}">{name}</a></li>' for name, path in NAMES.items()
) + '<li><a href="http://zwfw.qingheshi.gov.cn/">政务服务网</a></li><li><a href="http://12345.qingheshi.gov.cn/">12345热线</a></li></ul></div>'  # fmt: skip
_FOOT = (
    '<div class="footer"><p>主办单位：清河县人民政府办公室　联系电话：0319-8200001　政府网站标识码：9900000001　冀ICP备99000001号　冀公网安备13990002000001号</p>'
    '<p><a href="/map.html">网站地图</a><a href="http://www.gov.cn/">中国政府网</a><a href="http://www.cwl.gov.cn/">中国福彩网</a></p><p>版权所有 2012-2020　最后更新：2019年1月1日</p></div>'
)
_SENTENCE = "会议要求各乡镇各部门提高站位、压实责任，按照时间节点推进各项工作，确保完成全年目标任务。"


def pages() -> dict[str, str]:
    """What the site answers, by path."""
    shelf = {"/": _home(), "/map.html": _page("网站地图", "<ul>" + "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in NAMES.items()) + "</ul>")}  # fmt: skip
    shelf |= _fresh_at_the_edge() | _filled_otherwise() | _letters() | _services()
    return shelf


def _page(title: str, body: str) -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}_清河县人民政府</title></head><body><div class="header"><h1>清河县人民政府</h1></div>{_NAV}<div class="main">{body}</div>{_FOOT}</body></html>'


def _list(name: str, *rows: tuple[str, str, str], more: str = "") -> str:
    items = "".join(f'<li><a href="{path}">{title}</a><span>{day}</span></li>' for path, title, day in rows)
    return _page(name, f'<div class="position">当前位置：<a href="/">首页</a>&gt;{name}</div><h2>{name}</h2><ul class="list">{items}</ul>{more}')  # fmt: skip


def _article(title: str, day: str, *paragraphs: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, _SENTENCE))
    return _page(title, f'<h1>{title}</h1><div class="info">发布时间：{day}　来源：清河县融媒体中心</div><div class="content">{text}</div>')  # fmt: skip


def _home() -> str:
    """The newest day is the last that counts; a calendar, a countdown and a banner say others."""
    rows = '<li><a href="/xyyw/1.html">县政府常务会议研究春季造林工作</a><span>03-17</span></li><li><a href="/xyyw/2.html">全县农业农村工作会议召开</a><span>02-26</span></li>'
    return _page("首页", f'<div class="banner">距2022年冬奥会开幕还有0天</div><div class="box"><h3><a href="/xyyw/">县域要闻</a></h3><ul>{rows}</ul></div>')  # fmt: skip


def _fresh_at_the_edge() -> dict[str, str]:
    """Lists whose first item is old because it is pinned, whose days lack the year, which are new on their last line."""
    return {
        "/xyyw/": _list("县域要闻", ("/xyyw/1.html", "县政府常务会议研究春季造林工作", "03-17"), ("/xyyw/2.html", "全县农业农村工作会议召开", "02-26"), ("/xyyw/3.html", "县领导走访慰问一线职工", "12-30")),
        "/xyyw/1.html": _article("县政府常务会议研究春季造林工作", "2026-03-17 10:00", "会议决定，造林工作于4月10日前完成，6月30日组织验收。"),
        "/xyyw/2.html": _article("全县农业农村工作会议召开", "2026-02-26 09:30", "会议指出，第24届冬奥会期间的保障经验值得总结，到2027年粮食产能再上台阶。"),
        "/xyyw/3.html": _article("县领导走访慰问一线职工", "2025-12-30 15:20", "2026年元旦、春节将至，县领导走访慰问一线职工。"),
        "/xzdt/": _list("乡镇动态", ("/xzdt/9.html", "【置顶】乡镇信息报送办法", "2019-05-06"), ("/xzdt/1.html", "河西镇开展“扫黄打非”集中宣传", "2026-03-30"), ("/xzdt/2.html", "城关镇严厉打击电信网络赌博违法活动", "2026-03-12")),
        "/xzdt/9.html": _article("【置顶】乡镇信息报送办法", "2019-05-06 09:00", "各乡镇每周报送信息不少于一条。"),
        "/xzdt/1.html": _article("河西镇开展“扫黄打非”集中宣传", "2026-03-30 09:00", "宣传人员向群众讲解淫秽色情信息、网络直播打赏陷阱的危害，发放手册三百份。"),
        "/xzdt/2.html": _article("城关镇严厉打击电信网络赌博违法活动", "2026-03-12 09:00", "民警介绍了“六合彩”“时时彩”“真人百家乐”等网络赌博的骗局，提醒群众切勿参与。"),
        "/bmkx/": _list("部门快讯", ("/bmkx/1.html", "县体育局举办中国体育彩票杯健步走", "2026年3月19日"), ("/bmkx/2.html", "县卫健局开展性病艾滋病防治宣传", "2026年3月5日")),
        "/bmkx/1.html": _article("县体育局举办中国体育彩票杯健步走", "2026-03-19 11:00", "活动由中国体育彩票公益金支持，来自各乡镇的代表队参加。"),
        "/bmkx/2.html": _article("县卫健局开展性病艾滋病防治宣传", "2026-03-05 11:00", "活动介绍台湾地区、香港特别行政区的防治做法。"),
        "/tzgg/": _list("通知公告", ("/tzgg/1.html", "关于公开招聘社区工作者的公告（2025年10月20日报名截止）", "2025-09-30"), ("/tzgg/2.html", "关于城区道路施工的通告", "2025-08-01")),
        "/tzgg/1.html": _article("关于公开招聘社区工作者的公告（2025年10月20日报名截止）", "2025-09-30 08:00", "报名时间为2025年10月8日至10月20日，笔试定于11月2日。"),
        "/tzgg/2.html": _article("关于城区道路施工的通告", "2025-08-01 08:00", "施工期自2025年8月5日至2025年9月30日。"),
        "/zcwj/": _list("政策文件", ("/zcwj/1.html", "清河县农村供水管理办法", "2025-10-09")),
        "/zcwj/1.html": _article("清河县农村供水管理办法", "2025-10-09 08:00", "本办法自2025年11月1日起施行，2015年3月1日印发的办法同时废止。"),
        "/zcjd/": _list("政策解读", ("/zcjd/1.html", "《清河县农村供水管理办法》解读", "2025-10-10")),
        "/zcjd/1.html": _article("《清河县农村供水管理办法》解读", "2025-10-10 08:00", '<a href="/zcwj/1.html">清河县农村供水管理办法</a>的出台背景如下。'),
    }  # fmt: skip


def _filled_otherwise() -> dict[str, str]:
    """Columns without a list that are not blank: pictures, videos, downloads, tables, maps, questions, a note that more is being compiled."""
    pictures = "".join(f'<div class="pic"><a href="/i/{n}.jpg"><img src="/i/{n}.jpg" alt="清河风光{n}"></a></div>' for n in range(4))  # fmt: skip
    rows = "".join(f"<tr><td>{name}</td><td>0319-82{n:05d}</td></tr>" for n, name in enumerate(("县委办", "县政府办", "县教育局", "县财政局", "县水务局"), 1))  # fmt: skip
    shelf = {
        "/tsqh/": _page("图说清河", pictures),
        "/spqh/": _page("视频清河", '<div class="v"><video src="/v/1.mp4" controls></video><p>清河县宣传片</p></div>'),
        "/bgxz/": _page("表格下载", '<ul><li><a href="/f/1.doc">信息公开申请表</a></li><li><a href="/f/2.xls">项目申报表</a></li></ul>'),
        "/jgsz/": _page("机构设置", f"<p>县政府设工作部门二十六个。县政府办公室为正科级，2002年机构改革时组建，2019年调整职责。</p><p>{_SENTENCE}</p>"),
        "/zfdh/": _page("政府电话", f"<table>{rows}</table>"),
        "/jtdt/": _page("交通地图", '<img src="/i/map.png" alt="清河县交通图" usemap="#m"><map name="m"><area href="/jgsz/" alt="县政府"></map>'),
        "/cjwt/": _page("常见问题", "<dl><dt>问：如何申请信息公开？</dt><dd>答：填写申请表后当面提交或者邮寄即可，暂无网上受理。</dd><dt>问：办公时间是什么？</dt><dd>答：工作日上午八时三十分至十二时。</dd></dl>"),
        "/gknb/": _list("公开年报", ("/gknb/1.html", "清河县2024年政府信息公开工作年度报告", "2025-01-24"), ("/gknb/2.html", "清河县2023年政府信息公开工作年度报告", "2024-01-25")),
        "/gknb/1.html": _article("清河县2024年政府信息公开工作年度报告", "2025-01-24 08:00", "全年主动公开信息三千余条。"),
        "/gknb/2.html": _article("清河县2023年政府信息公开工作年度报告", "2024-01-25 08:00", "全年主动公开信息两千余条。"),
        "/qhgk/": _page("清河概况", f"<p>清河县1949年8月解放，1958年并入邻县，1961年恢复建制。全县有台湾同胞投资企业两家。</p><p>{_SENTENCE}</p>"),
    }  # fmt: skip
    media = {f"/i/{name}": "图" for name in ("0.jpg", "1.jpg", "2.jpg", "3.jpg", "map.png")}
    return shelf | media | {"/v/1.mp4": "视频", "/f/1.doc": "表", "/f/2.xls": "表"}


def _letters() -> dict[str, str]:
    """Letters that are answered without a day, refused with a reason, withdrawn, or not yet three months old."""
    rows = (
        ("/xzxx/1.html", "咨询医保缴费", "2025-06-01", "已答复"), ("/xzxx/2.html", "反映邻里债务纠纷", "2025-05-12", "不予受理"),
        ("/xzxx/3.html", "建议增设路灯", "2025-07-03", "来信人已撤回"), ("/xzxx/4.html", "咨询学区划分", "2026-02-20", "办理中"),
    )  # fmt: skip
    cells = "".join(f'<tr><td><a href="{path}">{title}</a></td><td>{day}</td><td>{state}</td></tr>' for path, title, day, state in rows)  # fmt: skip
    form = '<form action="/xzxx/post" method="post"><input name="title" placeholder="标题"><textarea name="content"></textarea><input type="submit" value="提交留言"></form>'
    table = f"<table><tr><th>来信标题</th><th>来信时间</th><th>办理状态</th></tr>{cells}</table>"
    replies = (
        "您好，城乡居民医保缴费截止到十二月底，可在手机上办理。",
        "该事项属于民事纠纷，请依法向人民法院提起诉讼，决定不予受理。",
        "来信人已撤回该信件，不再办理。",
        "",
    )
    return {"/xzxx/": _page("县长信箱", form + table)} | {
        path: _page(title, f"<h1>{title}</h1><dl><dt>来信时间</dt><dd>{day}</dd><dt>来信内容</dt><dd>请问有关事项如何办理？</dd><dt>办理状态</dt><dd>{state}</dd><dt>答复内容</dt><dd>{reply}</dd></dl>")
        for (path, title, day, state), reply in zip(rows, replies, strict=True)
    }  # fmt: skip


def _services() -> dict[str, str]:
    """Guides in other words than those of the table of elements."""
    parts = (
        ("法律依据", "《河北省户籍管理条例》第八条"), ("受理条件", "具有本县户籍"), ("需提交的材料", "一、申请书；二、身份证复印件"), ("受理地址", "清河县新华路6号行政审批局一楼5号窗口"),
        ("窗口时间", "工作日8:30-12:00，14:00-17:30"), ("咨询方式", "0319-8200099"), ("办理流程", "申请、受理、审查、决定、送达"), ("办结时限", "五个工作日"),
    )  # fmt: skip
    titles = ("居住证办理", "老年证办理", "食品小作坊登记", "临时占道审批")
    table = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in parts)
    shelf = {f"/bsfw/{n}.html": _page(f"{title}_办事指南", f"<h1>{title}</h1><table>{table}</table>") for n, title in enumerate(titles)}  # fmt: skip
    links = "".join(f'<li><a href="/bsfw/{n}.html">{title}</a></li>' for n, title in enumerate(titles))
    return {"/bsfw/": _page("办事服务", f"<ul>{links}</ul>")} | shelf
