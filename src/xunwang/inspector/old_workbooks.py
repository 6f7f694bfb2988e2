"""Workbooks of Excel 97 to 2003 (xls), however broken: opened in a time and memory that their bytes bound.

xlrd goes round a chain of sectors that leads back to itself for ever, and fills every row up to the furthest cell that a sheet
claims, some hundred million of them. So olefile follows the chain, and rows end with their own last cell.
"""

import io

import olefile
import xlrd

_COMPOUND = olefile.MAGIC
_STREAMS = ("Workbook", "Book")


def open_old_workbook(body: bytes, *, formatted: bool = False) -> xlrd.Book:
    """`formatted`: its sheets tell merged cells as well. Raises what xlrd and olefile trip over, of many types; XLRDError names a password."""
    return xlrd.open_workbook(
        file_contents=_stream(body), logfile=io.StringIO(), formatting_info=formatted, ragged_rows=True
    )


def _stream(body: bytes) -> bytes:
    """The workbook within a compound file; older ones are that alone."""
    if not body.startswith(_COMPOUND):
        return body
    with olefile.OleFileIO(io.BytesIO(body)) as parts:
        name = next((name for name in _STREAMS if parts.exists(name)), _STREAMS[0])
        return bytes(parts.openstream(name).read())
