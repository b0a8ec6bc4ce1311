"""torch arrives behind the window, or the window says why not."""

import sys

from vae_gui.startup.model_loading import ModelLoader
from vae_gui.startup.torch_libraries import library_folder, load_ahead, load_before_qt


def test_modules_are_imported_and_then_announced(qtbot):
    loader = ModelLoader(("colorsys",))
    with qtbot.waitSignal(loader.loaded, raising=True):
        loader.start()
    loader.wait()


def test_what_can_wait_is_imported_after_the_announcement(qtbot, monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    loader = ModelLoader((), ("colorsys", "a_module_nobody_has"))
    with qtbot.waitSignal(loader.loaded):
        loader.start()
    loader.wait()
    assert "colorsys" in sys.modules


def test_an_import_that_fails_is_one_sentence(qtbot):
    loader = ModelLoader(("a_module_nobody_has",))
    with qtbot.waitSignal(loader.failed) as failed:
        loader.start()
    loader.wait()
    assert "a_module_nobody_has" in failed.args[0] and "reinstall the program" in failed.args[0]


def test_the_libraries_of_torch_are_found_without_importing_it():
    assert any(library_folder().glob("*torch_cpu*"))
    load_before_qt()
    load_ahead()
