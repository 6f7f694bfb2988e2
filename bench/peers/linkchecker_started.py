"""LinkChecker as it is. Started by root it becomes nobody, who may not be able to load Python's Chinese codecs: they are loaded before."""

import sys

import linkcheck.command.linkchecker

if __name__ == "__main__":
    for codec in ("gbk", "gb18030", "big5"):
        "示例".encode(codec)
    sys.exit(linkcheck.command.linkchecker.linkchecker())
