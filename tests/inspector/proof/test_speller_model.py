import hashlib
import json
from importlib import resources

import numpy as np
import pytest

from xunwang.inspector.proof.speller.model import MAGIC, load, save

DATA = resources.files("xunwang.inspector.proof").joinpath("data")


def test_the_shipped_model_is_the_one_of_the_manifest():
    manifest = json.loads(DATA.joinpath("speller.json").read_text(encoding="utf-8"))
    with resources.as_file(DATA.joinpath("speller.bin")) as path:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        head = load(path).head

    assert manifest["sha256"] == digest
    assert manifest["built_from"] == head["built_from"]
    assert manifest["built_with"] == head["built_with"]
    assert all(len(value) == 64 for value in manifest["built_from"].values())


def test_the_shipped_model_is_small_enough():
    with resources.as_file(DATA) as folder:
        assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 40 * 2**20


def test_what_is_saved_is_read_back_byte_for_byte(tmp_path):
    with resources.as_file(DATA.joinpath("speller.bin")) as path:
        model = load(path)
        head = {key: value for key, value in model.head.items() if key not in {"arrays", "format"}}
        save(tmp_path / "again.bin", head, dict(model.arrays))
        again = load(tmp_path / "again.bin")

    assert again.head == model.head
    assert all(np.array_equal(again.arrays[name], array) for name, array in model.arrays.items())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"something else entirely", "is no speller model"),
        (MAGIC + (13).to_bytes(8, "little") + b'{"format": 9}', "model format 9"),
    ],
)
def test_another_file_is_no_model(tmp_path, content, sentence):
    path = tmp_path / "other.bin"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=sentence):
        load(path)
