"""The words with which a page says that it has nothing to show."""

import re

_WHAT = "(?:数据|信息|内容|记录|文章|新闻|文件|稿件|结果|资料|留言|来信|信件|征集|调查|访谈)"
_FOUND = "(?:找到|查到|查询到|检索到|搜索到|发现)"
_WHICH = "(?:任何|相关|更多|有关|符合条件的?|您要的|对应的?)"
_DONE = "(?:发布|公布|上传|添加|录入|更新|开展|收录)"
_DOING = "(?:整理|更新|建设|完善|筹备|录入|补充|维护|制作|上传)"
NOTHING_HERE = re.compile(
    rf"暂无|暫無|暂(?:时)?(?:没有|未{_DONE})|尚未{_DONE}|(?:(?:尚无|没有|无){_FOUND}?|未能?{_FOUND}){_WHICH}{{0,2}}{_WHAT}"
    rf"|(?:当前|目前|现在)(?:还|尚)?没有[^，。\n]{{0,12}}{_WHAT}|共\s*0\s*(?:条|页|篇|个|條|頁)|敬请期待|建设中|空空如也|什么[也都]没有"
    rf"|正在(?:抓紧)?{_DOING}|(?:内容|栏目|资料|页面){_DOING}中(?![心央])|(?i:\bno (?:data|content|records?|information)\b)"
)
