"""Old workbooks that were spoiled on purpose end in a time and memory that their bytes bound."""

import struct
from pathlib import Path

import pytest

from xunwang.inspector.read.documents.model import UnreadableError
from xunwang.inspector.read.documents.tables import read_xls
from xunwang.inspector.tables import old_sheets

SMALL = Path(__file__).parent / "read" / "documents" / "samples" / "table.xls"
SECTOR = 512
CHAIN_ENDS = struct.pack("<I", 0xFFFFFFFE)
LABEL = 0xFD


def test_a_chain_of_sectors_that_leads_back_to_its_first_is_followed_as_far_as_its_stream_is_long() -> None:
    whole = SMALL.read_bytes()
    start = (struct.unpack_from("<I", whole, 0x3C)[0] + 1) * SECTOR  # where the chains of small streams stand
    chains = whole[start : start + SECTOR]
    assert CHAIN_ENDS in chains
    round_and_round = whole[:start] + chains.replace(CHAIN_ENDS, bytes(4)) + whole[start + SECTOR :]
    assert old_sheets(round_and_round) == old_sheets(whole)
    assert list(read_xls(round_and_round)) == list(read_xls(whole))


def test_a_stream_of_nothing_that_is_a_workbook_is_refused() -> None:
    whole = SMALL.read_bytes()
    with pytest.raises(UnreadableError, match="Excel 文件已损坏，无法读取"):
        list(read_xls(whole[:SECTOR] + bytes(len(whole) - SECTOR)))


@pytest.mark.parametrize("filled", [False, True])
def test_a_cell_far_out_makes_its_own_row_long_and_no_other(*, filled: bool) -> None:
    whole = bytearray(SMALL.read_bytes())
    label = struct.pack("<HHHH", LABEL, 10, 0, 0)  # a text of ten bytes in the first cell of the first row
    place = whole.index(label)
    struct.pack_into("<H", whole, place + 6, 255)  # the last that such a sheet has
    ((_, rows),) = old_sheets(bytes(whole), filled=filled)
    assert [len(row) for row in rows] == [256, 3]
