"""What scripts put together when they run, followed to where it goes."""

import pytest

from xunwang.inspector.safety.flows import Act, flows
from xunwang.inspector.safety.programs import imported, lies_among_files, loaded

DECODED = "var s='';for(var i of t.match(/../g))s+=String.fromCharCode(parseInt(i,16));"


@pytest.mark.parametrize(
    ("code", "act"),
    [
        (f"{DECODED}location.href=s", Act.GOES),
        (f"{DECODED}location.replace('https://'+s)", Act.GOES),
        (f"{DECODED}var u=`https://${{s}}.vip/`;top.location=`//${{s}}`", Act.GOES),
        (f"{DECODED}f.action=s", Act.GOES),
        ("var h=(176770766803).toString(36)+'.cn';location='https://'+h", Act.GOES),
        (f"{DECODED}document.onclick=function(){{open(s)}}", Act.GOES),
        (f"{DECODED}import(s)", Act.LOADS),
        (f"{DECODED}var n=document.createElement('script');n.src='//'+s", Act.LOADS),
        (f"{DECODED}var b=document.createElement('base');b.href=s", Act.GOES),
        (f"{DECODED}(0,eval)(s)", Act.RUNS),
        (f"{DECODED}new Function('a',s)(1)", Act.RUNS),
        ("function d(x){return atob(x.dataset.k)}setTimeout(function(){location=d(n)},9)", Act.GOES),
        ("var w=function(i){return q[i-0x1f]};window[w(0x20)][w(0x21)](w(0x22))", Act.RUNS),
    ],
)
def test_what_nobody_reads_is_followed_to_its_act(code: str, act: Act) -> None:
    assert {flow.act for flow in flows(code)} == {act}


@pytest.mark.parametrize(
    "code",
    [
        f"{DECODED}location.href='/list.html?k='+s",
        f"{DECODED}location.href='https://www.shilishi.gov.cn/'+s",
        f"{DECODED}document.getElementById('a').onclick=function(){{window.open(s)}}",
        f"{DECODED}document.write(s)",
        f"{DECODED}new Function(s,'return 1')",
        "var to=atob(location.search.slice(4));location.href=to",
        "var t=template.join('');location.href='/'",
        "eval('('+atob(x)+')')",
        "var u='/c?r='+Math.random().toString(36);var n=document.createElement('script');n.src=u",
        "var r=Math.random().toString(36).slice(2),n=document.createElement('script');n.src=u.replace('=?',r)",
        f"{DECODED}var u='/?verify='+s;setTimeout(function(){{location=u}},9)",
        "var m=(101+d.getMonth()).toString().substr(1);location.href=y+'-'+m+'.html';location=m+'.html'",
        "location.replace(addresses[languages[i]])",
        "var p=JSON.parse(atob(t.split('.')[1]));location.href=p.home",
        "new Function('o',['with(o){',t,'}'].join(''))",
        "",
        "atob(",
        "\ud800atob(x);location='",
        "atob(x);" + "a=" * 4_000,
    ],
)
def test_what_begins_readably_or_waits_for_a_choice_is_left_alone(code: str) -> None:
    assert flows(code) == []


def test_programs_among_uploaded_files_are_known_by_their_place() -> None:
    assert lies_among_files("http://a.gov.cn/uploadfile/2026/0903/x.js")
    assert lies_among_files("http://a.gov.cn/images/x.jpg?v=2")
    assert not lies_among_files("http://a.gov.cn/upload/templates/default/js/common.js")
    assert not lies_among_files("http://a.gov.cn/js/202609/app.min.js")
    assert not lies_among_files("http://a.gov.cn/uploadfile/2026/0903/zt/js/jquery.min.js")
    assert not lies_among_files("http://[")


def test_what_code_and_maps_of_imports_name_is_read() -> None:
    page = '<script type="importmap">{"imports":{"a":"https://b.example/c.js"}}</script>'
    assert imported(page, 0, page[25:]) == ["https://b.example/c.js"]
    assert imported(page.replace("importmap", "module"), 0, page[25:]) == []
    assert loaded("navigator.serviceWorker.register('/a/b.js');import(`./c.js`)") == ["/a/b.js", "./c.js"]
