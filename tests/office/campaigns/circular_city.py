"""A city whose campaign is closed at its point, the circular drafted from it, and what the circular's file says."""

import datetime as dt

import docx

from xunwang.office.campaigns.letterhead import Draft
from xunwang.office.circulars.readback import read_document

DRAFT = Draft("示例市人民政府办公室", "示例市", "第一季度", ("各县人民政府",), dt.date(2026, 4, 10))


def as_the_inspection_has_it(row):
    """The subject of the register's row, and indicators found only where there are findings."""
    said = row.judgement_at_point
    said["subject"] = row.row
    found = {one["indicator"]: 1 for one in said["findings"]}
    met = [one for one in said["outcomes"] if one["outcome"] == "met"]
    broken = [one for one in said["outcomes"] if one["outcome"] == "found" and one["indicator"] in found]
    said["outcomes"] = met + [one | {"value": 1, "threshold": 1} for one in broken]
    row.save()


def words(version):
    path = version.campaign.folder / version.files.get(kind="circular").path
    return "".join(line.text for line in read_document(path).lines)


def altered(version, folder, old, new):
    """The version's docx as it comes back with other words."""
    document = docx.Document(str(version.campaign.folder / version.files.get(kind="circular").path))
    run = next(run for one in document.paragraphs for run in one.runs if old in run.text)
    run.text = run.text.replace(old, new)
    document.save(str(folder / "back.docx"))
    return folder / "back.docx"


def tables_of(version):
    path = version.campaign.folder / version.files.get(kind="circular").path
    return [table.rows for table in read_document(path).tables]
