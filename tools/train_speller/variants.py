"""Writes the table of character forms that are not standard, each with its standard form.

    python tools/train_speller/variants.py OUT

From the dictionaries of opencc-python-reimplemented (Apache-2.0): traditional forms, and those of Hong Kong, Taiwan and
Japan, and the radicals and doubles that come out of PDF files. A form that GB 2312 holds, or that the Table of General Standard Characters lets names keep, is no variant.
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

import sys
import unicodedata
from pathlib import Path

import opencc

IN_NAMES = set("堃喆昇邨氾龢迳钜犇淼瞭麽夥剋甦祕勠皙瞋噘蹚徵乾於馀陞濛澂琍翀頫菉溦詝傒驎鍾鍚鍩鉏鎔鍠甯扞")


def main() -> None:
    standard = {character for character in map(chr, range(0x4E00, 0xA000)) if is_standard(character)}
    forms = table("TSCharacters")
    for name in ("JPVariants", "HKVariants", "TWVariants"):
        for traditional, variants in table(name).items():
            plain = traditional if traditional in standard else forms.get(traditional, [""])[0]
            for variant in variants:
                forms.setdefault(variant, [plain])
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        forms[chr(code)] = [unicodedata.normalize("NFKC", chr(code))]
    rows = [
        f"{variant}\t{plain[0]}\n"
        for variant, plain in sorted(forms.items())
        if len(variant) == 1
        and ord(variant) < 0x10000
        and variant not in standard | IN_NAMES
        and plain[0] in standard
        and variant != plain[0]
    ]
    Path(sys.argv[1]).write_text("".join(rows), encoding="utf-8")


def is_standard(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def table(name: str) -> dict[str, list[str]]:
    path = Path(opencc.__file__).with_name("dictionary") / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {row[0]: row[1].split(" ") for line in lines if len(row := line.split("\t")) == 2}


if __name__ == "__main__":
    main()
