"""Every export that somebody can click to, and what in it would run where it is opened."""

import csv
import io
import re
import zipfile
from urllib.parse import urljoin, urlsplit

import openpyxl
from django.urls import Resolver404, resolve

EVIL = "=1+"
OPENED = ("application/vnd.openxmlformats", "text/csv")
PLAIN_STARTS = re.compile("[\\s\u200b\ufeff]*[=+\\-@＝＋－＠]")


def downloads(client, pages):
    """Papers, workbooks and tables, one of each kind of address, by the name of the address."""
    found, asked = {}, set()
    for start, html in pages:
        for link in re.findall(r'<a [^>]*href="([^"#]+)', html):
            path = urljoin(start, link.replace("&amp;", "&"))
            name = _name_of(path)
            if name is None or name in asked:
                continue
            asked.add(name)
            answer = client.get(path)
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code == 200 and kind.startswith(OPENED):
                found[name] = answer.getvalue()
    return found


def _name_of(path):
    try:
        split = urlsplit(path)
        found = resolve(split.path)
        return (found.url_name, *sorted(found.kwargs.items(), key=str)[:1]) if path.startswith("/") else None
    except Resolver404:
        return None


def formulas(body):
    """What would run: formulas of a workbook, fields of a docx that fetch or count something, bare beginnings in a csv."""
    if not body.startswith(b"PK"):
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))
        return [cell for row in rows for cell in row if PLAIN_STARTS.match(cell)]
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        if "word/document.xml" in package.namelist():
            return re.findall(
                r"<w:instrText[^>]*>([^<]*=1\\+[^<]*)", package.read("word/document.xml").decode()
            )
    book = openpyxl.load_workbook(io.BytesIO(body))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return [
        cell.value
        for cell in cells
        if cell.data_type == "f" or (cell.hyperlink and EVIL in str(cell.hyperlink.target))
    ]


def text_of(body):
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return "".join(
            package.read(name).decode("utf-8", "replace")
            for name in package.namelist()
            if name.endswith(".xml")
        )
