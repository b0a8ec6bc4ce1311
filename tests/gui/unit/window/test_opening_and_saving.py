"""What is dropped on the window is opened; models are saved."""

from PySide6.QtWidgets import QFileDialog

from tests.gui.unit.window.hand import drop
from vae_gui.wording.sentences import saved_to
from vae_models import get_recipe


def test_an_image_dropped_on_the_train_view_goes_to_the_lab(make_window, tmp_path, qtbot):
    (tmp_path / "seven.png").write_bytes(b"")
    window = make_window()
    drop(window, tmp_path / "seven.png")
    qtbot.waitUntil(lambda: window.views.current_name == "lab")
    assert window.views.current.images == [tmp_path / "seven.png"]


def test_a_file_of_no_known_kind_gets_one_sentence(make_window, tmp_path, qtbot):
    (tmp_path / "notes.txt").write_text("")
    window = make_window()
    drop(window, tmp_path / "notes.txt")
    qtbot.waitUntil(lambda: window.banner.text.startswith("notes.txt is neither a run folder"))


def test_a_model_is_saved_and_opened_again_by_dropping_it(make_window, workspace, tiny_predictor, tmp_path, qtbot):
    window = make_window(workspace=workspace)
    with qtbot.waitSignal(workspace.messages.said) as told:
        window.files.save_model(tiny_predictor, tmp_path / "small.safetensors")
    assert told.args == [saved_to(tmp_path / "small.safetensors")]
    with qtbot.waitSignal(workspace.model.predictor_changed):
        drop(window, tmp_path / "small.safetensors")
    assert workspace.model.predictor.recipe == get_recipe("vae-2d").replace(epochs=10, batch_size=32)
    assert "epoch 10" in window.status.model.text()


def test_a_place_where_no_model_can_be_written_gets_one_sentence(
    make_window, workspace, tiny_predictor, tmp_path, qtbot
):
    window = make_window(workspace=workspace)
    with qtbot.waitSignal(window.files.failed):
        (tmp_path / "taken").write_text("")
        window.files.save_model(tiny_predictor, tmp_path / "taken" / "small.safetensors")
    assert "could not be" in window.banner.text and window.banner.fold_button.isHidden()


def test_what_is_opened_before_the_models_are_loaded_waits_for_them(make_window, tiny_predictor, tmp_path, qtbot):
    window = make_window()
    tiny_predictor.save(tmp_path / "small.safetensors")
    window.files.open_paths([tmp_path / "small.safetensors"])
    assert window.files.waits
    with qtbot.waitSignal(window.workspace.model.predictor_changed):
        window.workspace.start()
    assert not window.files.waits


def test_the_next_start_remembers_the_folder_of_the_last_file(make_window, tmp_path, monkeypatch):
    begun = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *a: (begun.append(a[2]), (str(tmp_path / "a.npz"), ""))[1]
    )
    window = make_window()
    window.files.ask_data()
    window.close()
    make_window().files.ask_data()
    assert begun == ["", str(tmp_path)]
