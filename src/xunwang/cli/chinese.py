"""The words of the command-line library in Chinese: its help and its complaints speak as everything else here does.

click takes its words from gettext by the locale of the machine; the users of this program read Chinese under any locale.
"""

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

_MODULES = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.types,
)
_WORDS = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示本帮助",
    "Show the version and exit.": "显示版本号",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "default: {default}": "默认 {default}",
    "required": "必填",
    "Missing command.": "缺少子命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Choose from:\n\t{choices}": "应为其中之一：{choices}",
    "Invalid value: {message}": "参数有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 有误：{message}",
    "No such option {name!r}.": "没有选项 {name}",
    "No such command {name!r}.": "没有命令 {name}",
    "Did you mean {possibility}?": "，是否指 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "，是否指其中之一：{possibilities}？",
    "Option {name!r} requires an argument.": "选项 {name} 后面应有值",
    "Option {name!r} does not take a value.": "选项 {name} 后面不应有值",
    "Got unexpected extra argument ({args})": "多出参数 {args}",
    "Got unexpected extra arguments ({args})": "多出参数 {args}",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}",
    "{value!r} is not one of {choices}.": "“{value}”不在其中：{choices}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字",
    "{value} is not in the range {range}.": "{value} 不在允许的范围 {range} 内",
    "{name} {filename!r} does not exist.": "“{filename}”不存在，请核对路径",
    "{name} {filename!r} is a file.": "“{filename}”是文件，应为目录",
    "{name} {filename!r} is a directory.": "“{filename}”是目录，应为文件",
    "{name} {filename!r} is not readable.": "没有权限读取“{filename}”",
    "{name} {filename!r} is not writable.": "没有权限写入“{filename}”",
}


def speak() -> None:
    """From here on click speaks Chinese; a sentence that is not in the table stays as it is."""
    for module in _MODULES:
        for name, replacement in (("_", _word), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, replacement)


def _word(text: str) -> str:
    return _WORDS.get(text, text)


def _counted(singular: str, plural: str, number: int) -> str:
    return _word(singular if number == 1 else plural)
