"""What the trial of an upgrade says of two databases."""

import sqlite3
from contextlib import closing

import pytest
from bench.upgrading import compared, tables

_BEFORE = (
    "CREATE TABLE unit (id, name, level)",
    "INSERT INTO unit VALUES (1, '示例市', 'city'), (2, '槐安区', 'county')",
    "CREATE TABLE calendar (day, works)",
    "INSERT INTO calendar VALUES ('2026-02-16', 0)",
)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([], []),
        (["ALTER TABLE unit ADD COLUMN code", "INSERT INTO unit VALUES (3, '水利局', 'city', '')"], []),
        (["ALTER TABLE unit DROP COLUMN level"], []),
        (["ALTER TABLE calendar RENAME TO deadlines_calendar"], []),
        (["DELETE FROM unit WHERE id = 2"], ["unit: rows are missing or changed"]),
        (["UPDATE unit SET name = '示例'"], ["unit: rows are missing or changed"]),
        (["DROP TABLE calendar"], ["calendar: rows are missing or changed"]),
        (
            ["ALTER TABLE calendar RENAME TO days", "DELETE FROM days"],
            ["calendar: rows are missing or changed"],
        ),
    ],
)
def test_rows_that_an_upgrade_loses_are_told(tmp_path, steps, told):
    found = []
    for name, statements in (("before", _BEFORE), ("after", (*_BEFORE, *steps))):
        with closing(sqlite3.connect(tmp_path / name)) as database, database:
            for statement in statements:
                database.execute(statement)
        found.append(tables(tmp_path / name))

    assert list(compared(*found)) == told
