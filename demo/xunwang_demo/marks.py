"""The marks at the foot of a page, in the many forms they are legitimately written in, and the ways a foot is put there."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from xunwang_demo.plan import Plan

MARKS = ("site_code", "icp", "police", "organiser", "contact", "sitemap", "conac")
EXTERNAL_FOOTERS = {"external", "injected", "frame"}
OLD_ERROR_HOST = "zfwzxx.www.gov.cn"
ERROR_HOST = "zfwzgl.www.gov.cn"


def foot(plan: Plan, sitemap: str) -> str:
    """The whole foot as the browser ends up with it; a mark of `no_marks` is left out."""
    parts = {
        "organiser": _organiser(plan),
        "contact": _contact(plan),
        "icp": _icp(plan),
        "police": _police(plan),
        "site_code": _site_code(plan),
        "sitemap": f'<a href="{sitemap}">{_pick(plan, ("网站地图", "站点地图"))}</a>',
        "conac": _conac(plan),
    }
    kept = [html for mark, html in parts.items() if mark not in plan.spec.no_marks]
    entry = _error_entry(plan)
    tail = f"<p>版权所有 &copy;2026 {escape('本网站' if not plan.spec.shows_name else plan.spec.name)}</p>"
    return "<p>" + _pick(plan, (" | ", "&nbsp;&nbsp;", "\n")).join(kept) + "</p>" + entry + tail


def _pick(plan: Plan, forms: tuple[str, ...]) -> str:
    return forms[(plan.look.marks + len(forms)) % len(forms)]


def _organiser(plan: Plan) -> str:
    name = plan.spec.organiser
    return _pick(
        plan, (f"主办单位：{name}", f"主办：{name}", f"{name}主办", f"主办单位:{name} 承办单位:信息中心")
    )


def _contact(plan: Plan) -> str:
    phone = plan.phone
    return _pick(plan, (f"联系电话：{phone}", f"联系方式：{phone}", f"网站联系电话：{phone}（工作日）"))


def _icp(plan: Plan) -> str:
    url = "http://beian.miit.gov.cn/"
    split = plan.icp.replace("备", "备<br>", 1)
    forms = (
        f'<a href="{url}" target="_blank">{plan.icp}</a>',
        f"ICP备案编号：{plan.icp}",
        f'备案序号：<a href="{url}">{split}</a>',
    )
    return _pick(plan, forms)


def _police(plan: Plan) -> str:
    url = f"http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={plan.police}"
    text = f"苏公网安备{_pick(plan, (' ', ''))}{plan.police}号"
    return f'<a href="{url}"><img src="/images/police.png" alt="">{text}</a>'


def _site_code(plan: Plan) -> str:
    code = plan.code
    forms = (
        f"网站标识码：{code}",
        f"政府网站标识码{code}",
        f"网站标识码: {code}",
        f"政府网站标识码&nbsp;{code}",
        f"标识码：<span>{code}</span>",
    )
    return _pick(plan, forms)


def _conac(plan: Plan) -> str:
    token = f"{plan.number:032X}"
    if plan.spec.footer == "html" and plan.look.marks % 2:
        return (
            '<script type="text/javascript">document.write(unescape("%3Cspan id=\'_ideConac\' %3E%3C/span%3E%3Cscript '
            f"src='http://dcs.conac.cn/js/00/000/0000/{token[-8:]}/CA{token[-12:]}.js' "
            "type='text/javascript'%3E%3C/script%3E\"));</script>"
        )
    return (
        f'<a href="http://bszs.conac.cn/sitename?method=show&amp;id={token}">'
        '<img id="imgConac" src="/images/red.png" alt="党政机关"></a>'
    )


def _error_entry(plan: Plan) -> str:
    state = plan.spec.error_entry
    if state == "missing":
        return ""
    if state == "old_host":
        path = f"check_web/errorInfo/jcInfo/{plan.code}-1"
        return (
            f'<a href="http://{OLD_ERROR_HOST}/{path}"><img src="/images/jiucuo.png" alt="政府网站找错"></a>'
        )
    code = plan.other_code if state == "wrong_code" else plan.code
    url = f"http://{ERROR_HOST}/exposure/jiucuo.html?site_code={code}&amp;url={quote(plan.home, safe='')}"
    script = f'<script id="_jiucuo_" sitecode="{code}" src="http://{ERROR_HOST}/exposure/jiucuo.js"></script>'
    forms = (
        f'<a href="{url}" target="_blank"><img src="/images/jiucuo.png" alt="我为政府网站找错"></a>',
        f'<span id="_span_jiucuo"><img onclick="Link(\'{code}\')" src="/images/jiucuo.png" alt="政府网站找错"></span>{script}',
        script.replace('"', "'"),
    )
    # Script that arrives through document.write or innerHTML would not run: such feet use the plain link.
    return _pick(plan, forms) if plan.spec.footer == "html" else forms[0]


def placed(plan: Plan, html: str) -> str:
    """The foot as it stands in the page: written out, or put there by script."""
    css = plan.look.css("foot")
    mode = plan.spec.footer
    if mode == "write":
        lines = "\n".join(
            f'document.writeln("{_quoted(line)}");' for line in html.replace("</p>", "</p>\n").splitlines()
        )
        return f'<div class="{css}"><script type="text/javascript">\n{lines}\n</script></div>'
    if mode == "string":
        return (
            f'<div class="{css}" id="{css}"></div><script>var bottomHtml = "{_quoted(html)}";\n'
            f'document.getElementById("{css}").innerHTML = bottomHtml;</script>'
        )
    if mode == "external":
        return f'<div class="{css}"><script src="/js/footer.js"></script></div>'
    if mode == "injected":
        return (
            f'<div class="{css}" id="{css}"></div><script>var r=new XMLHttpRequest();r.open("GET","/include/footer.html");'
            f'r.onload=function(){{document.getElementById("{css}").innerHTML=r.responseText;}};r.send();</script>'
        )
    if mode == "frame":
        return f'<iframe class="{css}" src="/include/footer.html" width="100%" height="160" frameborder="0"></iframe>'
    return f'<!-- <p>网站标识码：{plan.other_code} 主办：旧版办公室 苏ICP备98000000号</p> -->\n<div class="{css}">{html}</div>'


def as_script(html: str) -> str:
    return "".join(
        f'document.write("{_quoted(line)}");\n' for line in html.replace("</p>", "</p>\n").splitlines()
    )


def _quoted(html: str) -> str:
    return html.replace("\\", "\\\\").replace('"', '\\"').replace("</", "<\\/").replace("\n", " ")
