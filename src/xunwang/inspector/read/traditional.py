"""Editions in traditional characters: the words of labels and marks in simplified ones, place by place."""

_SIGNS = ("時間", "網", "號", "發佈", "發布", "來源")
_LETTERS = "時網號發來"  # of which each sign holds one; a letter is found sooner than a word
_SIMPLIFIED = str.maketrans(
    "網標識碼備號單位辦聯繫係電話圖導們發佈時間來源點擊瀏覽閱讀編輯資訊稱條頁暫無數據構題務鏈溫關門機滬遼蘇贛粵閩貴隴晉陝魯雲瓊寧",
    "网标识码备号单位办联系系电话图导们发布时间来源点击浏览阅读编辑资讯称条页暂无数据构题务链温关门机沪辽苏赣粤闽贵陇晋陕鲁云琼宁",
)


def simplified(text: str) -> str:
    """The text with the traditional characters of labels made simple, of the same length; other texts come back as they are."""
    if any(letter in text for letter in _LETTERS) and any(sign in text for sign in _SIGNS):
        return text.translate(_SIMPLIFIED)
    return text


def as_written(text: str, name: str) -> str:
    """The characters in which `text` writes a name that was found in its simplified form."""
    begin = simplified(text).find(name)
    return text[begin : begin + len(name)] if begin >= 0 else name
