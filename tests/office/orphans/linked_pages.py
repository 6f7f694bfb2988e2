"""A home page with links to websites that the register knows, lacks or has cancelled."""

PAGE = '<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>'
LINKS = """<ul><li><a href="http://edu.donghe.gov.cn/index.html">县教育局</a></li>
<li><a href="http://gone.donghe.gov.cn/">旧站</a></li><li><a href="http://busy.donghe.gov.cn/">县档案馆</a></li>
<li><a href="http://www.park-online.com/">南山园区网站</a></li><li><a href="http://news.commercial.com/1.html">南山园区项目签约仪式隆重举行</a></li>
<li><a href="https://weibo.com/nanshan">南山园区</a></li><li><a href="http://www.elsewhere.gov.cn/">某部委</a></li>
<li><a href="http://www.gov.cn/">中国政府网</a></li><li><a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html">找错</a></li>
<li><a href="https://beian.miit.gov.cn/">备案</a></li><li><a href="http://nanshan.gov.cn/">南山园区</a></li></ul>"""
