"""What a path is."""

from pathlib import Path

import pytest

from vae_gui.window.path_kinds import Kind, Seen, data_source, first_known, kind_of, look, run_folder
from vae_models.errors import DataError


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "vae-2d 1"
    folder.mkdir()
    (folder / "recipe.json").write_text("{}")
    (folder / "checkpoint.safetensors").write_bytes(b"")
    return folder


def test_a_folder_with_a_recipe_is_a_run_and_so_is_its_checkpoint(run):
    assert kind_of(run) is Kind.RUN
    assert kind_of(run / "checkpoint.safetensors") is Kind.RUN
    assert run_folder(run / "checkpoint.safetensors") == run_folder(run) == run


def test_another_folder_is_data(tmp_path):
    assert kind_of(tmp_path) is Kind.DATA


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("model.safetensors", Kind.MODEL),
        ("digits.npz", Kind.DATA),
        ("digits.npy", Kind.DATA),
        ("train-images-idx3-ubyte", Kind.DATA),
        ("train-images-idx3-ubyte.gz", Kind.DATA),
        ("Seven.PNG", Kind.IMAGE),
        ("notes.txt", Kind.UNKNOWN),
    ],
)
def test_files_tell_by_their_names(tmp_path, name, kind):
    (tmp_path / name).write_bytes(b"")
    assert kind_of(tmp_path / name) is kind


def test_idx_files_are_read_as_a_folder_and_npz_alone(tmp_path):
    assert data_source(tmp_path / "train-images-idx3-ubyte.gz") == tmp_path
    assert data_source(tmp_path / "own.npz") == tmp_path / "own.npz"
    assert data_source(tmp_path / "own.npy") == tmp_path / "own.npy"


def test_the_first_known_of_many_is_opened(tmp_path):
    text, image = tmp_path / "notes.txt", tmp_path / "seven.png"
    assert first_known([text, image]) == (Kind.IMAGE, image)
    assert first_known([text]) == (Kind.UNKNOWN, text)
    assert first_known([]) == (Kind.UNKNOWN, None)


def test_a_look_tells_what_is_to_be_opened_for_a_path(run, tmp_path):
    checkpoint, gone = run / "checkpoint.safetensors", tmp_path / "gone.npz"
    assert look([checkpoint]) == Seen(Kind.RUN, checkpoint, run, True)
    assert look([gone]) == Seen(Kind.DATA, gone, gone, False)
    assert look([]) is None


def test_a_path_too_long_to_be_one_is_one_short_sentence(tmp_path):
    with pytest.raises(DataError, match="cannot be opened") as caught:
        look([tmp_path / ("x" * 3_000)])
    assert len(str(caught.value)) < 400


def test_a_folder_that_nobody_may_look_into_is_no_fault_of_the_program(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(DataError, match=r"recipe\.json cannot be opened \(Permission denied\); give access"):
        look([tmp_path])
