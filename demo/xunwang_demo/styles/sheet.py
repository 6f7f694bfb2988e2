"""The style sheet of a site: enough to look like one, in its own colour and under its own class names."""

from __future__ import annotations

from string import Template

from xunwang_demo.plan import Look

_COLOURS = ("#1a4f9c", "#9c1a1a", "#0f6b5c", "#23527c", "#8a3b12", "#2c3e70")
_SHEET = Template("""body{margin:0;font:15px/1.8 "Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#333;background:#f3f6fa}
a{color:#234;text-decoration:none}
h2,h3{color:$colour;border-bottom:2px solid $colour;margin:12px 0 6px}
img{max-width:100%}
table{border-collapse:collapse}
td,th{padding:4px 8px}
body>div,body>nav,body>table{max-width:980px;margin:0 auto;background:#fff;padding:8px 16px}
.$head h1{display:inline-block;margin:0 18px;color:$colour}
.today{float:right;color:#888;font-size:13px}
.$nav{background:$colour}
.$nav ul{margin:0;padding:6px}
.$nav li{display:inline-block;margin-right:18px;list-style:none}
.$nav a{color:#fff;margin-right:14px}
.$box{display:inline-block;width:47%;vertical-align:top;margin:0 1%}
.$list ul,ul.$list{padding-left:0;list-style:none}
.$list li,.$list article{overflow:hidden;border-bottom:1px dashed #ddd;padding:2px 0}
.$list dl{display:flex;gap:12px;margin:8px 0}
.$list dd{margin:0}
.$date,.$more{float:right;color:#888;font-size:13px}
.$info{color:#777;text-align:center;border-bottom:1px solid #ddd}
.$main h1{text-align:center;color:#222;font-size:24px}
.$crumb{color:#777;font-size:13px;list-style:none;padding:6px 0}
.$crumb li{display:inline-block;margin-right:8px}
.$foot{text-align:center;color:#666;font-size:13px;background:#e9eef5}
.entries{width:96%}
.entry{display:inline-block;width:22%;padding:24px 0;margin:8px 1%;text-align:center;background:#eef3fa}
""")
_WORDS = ("head", "nav", "box", "list", "date", "more", "info", "main", "crumb", "foot")


def sheet(look: Look) -> str:
    return _SHEET.substitute(
        {word: look.css(word) for word in _WORDS}, colour=_COLOURS[look.marks % len(_COLOURS)]
    )
