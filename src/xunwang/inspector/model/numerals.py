"""Whole numbers in Chinese signs, plain (三十二) and as amounts are spelled out (叁拾贰)."""

FIGURES = "一二三四五六七八九"
_DIGITS = f"零{FIGURES}"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}
_PLAIN = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟", "零零二一二三四五六七八九十百千")


def chinese_number(text: str) -> int:
    """Of 两, 二十, 一百零五, 壹万贰仟; 十 without a figure before it is ten. Raises ValueError for other signs."""
    total, section, digit = 0, 0, 0
    for sign in text.translate(_PLAIN):
        if unit := _UNITS.get(sign):
            least = 1 if sign == "十" and not section else 0
            section, digit = section + max(digit, least) * unit, 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * _SCALES[sign], 0, 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * _SCALES[sign], 0, 0
        else:
            digit = _DIGITS.index(sign)
    return total + section + digit


def in_chinese(number: int) -> str:
    """0 to 99 as they are said."""
    tens, ones = divmod(number, 10)
    head = f"{FIGURES[tens - 1] if tens > 1 else ''}十" if tens else ""
    return head + (FIGURES[ones - 1] if ones else "") or _DIGITS[0]
