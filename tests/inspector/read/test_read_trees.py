"""Menus that lie in a script as the data of a tree."""

import pytest
from reading import HOME, MENU, page_of

NODES = '[{id:1,pId:0,name:"公开指南",url:"/gk/zn/"},{"id":2,"pId":0,"name":"主动公开","open":true},{id:21,pId:2,name:\'年报\',url:"\\/gk\\/nb\\/"}]'


def leads(code):
    page = page_of(f"{MENU}<script>{code}</script><ul id='tree' class='ztree'></ul>")
    return [(link.text, link.url) for link in page.links if link.url.startswith(f"{HOME}gk/")]


def test_the_nodes_of_a_tree_are_links():
    assert leads(f"var zNodes={NODES};") == [("公开指南", f"{HOME}gk/zn/"), ("年报", f"{HOME}gk/nb/")]


@pytest.mark.parametrize(
    "code",
    [
        'var shown=[{name:"公开指南",url:"/gk/zn/"}];',
        'var zNodes=[{id:1,pId:0,name:"公开指南",url:"#"},{id:2,pId:0,name:"年报",url:"javascript:void(0)"}];',
        'var zNodes=[{id:1,pId:0,name:"公开指南",url:"http://[::1"}];',
        "var zNodes=[{pId:" + "{" * 5000 + "];",
    ],
    ids=["no tree", "leads nowhere", "no address", "never closed"],
)
def test_what_is_no_tree_or_leads_nowhere_is_no_link(code):
    assert leads(code) == []


@pytest.mark.parametrize(
    "node",
    [
        '// {id:2,pId:0,name:"停用",url:"/gk/old/"},\n',
        '/* {id:2,pId:0,name:"停用",url:"/gk/old/"}, */',
        '{id:2,pId:0,name:"停用",url:"null"},',
        '{id:2,pId:0,name:"停用",url:"JavaScript:void(0)"},',
        '{id:2,pId:0,name:"人事",url:"/gk/list?c="+kind},',
        '{id:2,pId:0,name:"人事",url:root+"/gk/list.html"},',
    ],
    ids=["comment of a line", "comment", "null", "script", "put together behind", "put together before"],
)
def test_what_no_visitor_is_led_to_is_no_link(node):
    assert leads(f'var zNodes=[{node}{{id:1,pId:0,name:"公开指南",url:"/gk/zn/"}}];') == [
        ("公开指南", f"{HOME}gk/zn/")
    ]
