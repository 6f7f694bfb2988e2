"""A list of posts that nobody can take in: one sentence why, and what was filled in stays."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import JANUARY

from xunwang.inspector import model
from xunwang.office.registry.service import open_subject


def test_a_list_without_an_account_asks_for_it_and_keeps_what_was_filled_in(as_, office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    for name in ("东河发布", "南山发布"):
        open_subject(model.SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name=name, platform="微博")
    text = "标题,发布时间,状态\n甲,2026-03-01,正常\n乙,某日,正常\n".encode()

    def handed_in(**said):
        given = {"since": "2026-01-01", "covers_all": "1", "column_title": "标题"} | said
        upload = SimpleUploadedFile("发文.csv", text)
        return as_("supervisor").post(reverse("post_lists"), given | {"file": upload}).content.decode()

    refused = handed_in()
    assert "请填写“所属账号”" in refused
    assert 'value="2026-01-01"' in refused
    assert 'name="covers_all" value="1" checked' in refused
    assert 'name="column_title" maxlength="100" value="标题"' in refused

    taken = handed_in(owner="微博:东河发布")
    assert "已读入 1 个账号的 1 条发文" in taken
    assert "checked" not in taken
