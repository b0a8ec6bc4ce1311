"""The lab's canvas: drawings are damaged, cleaned, repaired and judged as they grow."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.canvas import typicality as canvas_anomaly
from vae_gui.views.lab.canvas.live import Cleaning
from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.canvas.results import NOTHING_DRAWN
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.drawing.drawing import SIDE, Tool
from vae_gui.workspace.workspace import Workspace
from vae_models.damage.by_hand import Damage
from vae_models.data.digit_preparation import as_training_digit, whole
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.lab.denoising import CLASSICAL_FILTERS, ModelDenoiser
from vae_models.lab.typicality import statistics
from vae_models.measures.images.image_quality import psnr

SEVEN = [(130, 120), (220, 110), (310, 115), (280, 200), (240, 280), (215, 350)]


@pytest.fixture
def lab(qtbot: QtBot, lab_view: LabView) -> LabView:
    lab_view.tabs.setCurrentWidget(lab_view.canvas)
    qtbot.waitUntil(lambda: lab_view.canvas.chooser.findText("denoising-autoencoder") >= 0)
    return lab_view


@pytest.fixture
def panel(lab: LabView) -> CanvasPanel:
    return lab.canvas


def draw(panel: CanvasPanel, points: list[tuple[int, int]]) -> None:
    canvas = panel.canvas
    places = [canvas.to_widget().map(QPointF(*point)).toPoint() for point in points]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def cleaned(qtbot: QtBot, panel: CanvasPanel, by: str) -> Cleaning:
    """What is shown once the present drawing has been cleaned by a denoiser."""

    def is_shown() -> bool:
        shown = panel.results._cleaning
        return shown is not None and shown.denoiser == by and np.array_equal(shown.clean, panel.model_input().image)

    qtbot.waitUntil(is_shown, timeout=10_000)
    assert panel.results._cleaning is not None
    return panel.results._cleaning


def test_the_model_sees_the_drawing_as_mnist_was_made(panel: CanvasPanel) -> None:
    draw(panel, [(40, 40), (90, 40), (60, 120)])  # a scribble in a corner
    ink = panel.drawing.pixels()
    seen = panel.model_input().image
    assert np.array_equal((seen * 255).round().astype(np.uint8), as_training_digit(ink).apply(ink))
    rows, columns = seen.any(1).sum(), seen.any(0).sum()
    assert max(rows, columns) == 20
    QTest.mouseClick(panel.prepared, Qt.MouseButton.LeftButton, pos=panel.prepared.rect().center() * 0.1)
    assert not panel.prepared.isChecked()
    assert np.array_equal((panel.model_input().image * 255).round().astype(np.uint8), whole(ink).apply(ink))


def test_every_stroke_is_cleaned_by_the_denoisers_own_answer(qtbot: QtBot, panel: CanvasPanel) -> None:
    panel.chooser.choose("denoising-autoencoder")
    draw(panel, SEVEN)
    shown = cleaned(qtbot, panel, "denoising-autoencoder")
    damaged = Damage("gaussian", 0.5, 0).apply(shown.clean)
    assert np.array_equal(shown.damaged, damaged)
    model = ModelDenoiser(Predictor.load(shipped_model("denoising-autoencoder")))
    np.testing.assert_allclose(shown.denoised, model.denoise(damaged[None])[0], atol=1e-5)
    assert f"{float(psnr(shown.denoised, shown.clean)):.1f} dB" in panel.results.denoised_facts.text()
    draw(panel, [(200, 230), (260, 230)])
    assert not np.array_equal(cleaned(qtbot, panel, "denoising-autoencoder").clean, shown.clean)


@pytest.mark.parametrize("name", ["Median filter", "Current model"])
def test_filters_and_the_current_model_clean_too(
    qtbot: QtBot, panel: CanvasPanel, tiny_predictor: Predictor, name: str
) -> None:
    denoiser = CLASSICAL_FILTERS[0] if name == "Median filter" else ModelDenoiser(tiny_predictor)
    draw(panel, SEVEN)
    panel.chooser.choose(name)
    shown = cleaned(qtbot, panel, denoiser.name)
    np.testing.assert_allclose(shown.denoised, denoiser.denoise(shown.damaged[None])[0], atol=1e-5)


def test_a_seed_fixes_the_noise_and_the_dice_can_fall_anew(qtbot: QtBot, panel: CanvasPanel) -> None:
    panel.chooser.choose("denoising-autoencoder")
    draw(panel, SEVEN)
    first = cleaned(qtbot, panel, "denoising-autoencoder").damaged
    with qtbot.waitSignal(panel._live.cleaned):
        panel.update_results()
    assert np.array_equal(cleaned(qtbot, panel, "denoising-autoencoder").damaged, first)
    panel.damage.seed.setValue(7)
    qtbot.waitUntil(lambda: not np.array_equal(cleaned(qtbot, panel, "denoising-autoencoder").damaged, first))
    panel.damage.anew.setChecked(True)
    seen = {panel.damage.damage().seed for _ in range(20)}
    assert len(seen) > 10 and not panel.damage.seed.isEnabled()


def test_what_a_mask_hides_is_grey_to_the_denoiser(qtbot: QtBot, panel: CanvasPanel) -> None:
    panel.damage.kind.setCurrentIndex(panel.damage.kind.findData("none"))
    panel.chooser.choose("denoising-autoencoder")
    draw(panel, SEVEN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_M)
    assert panel.canvas.tool is Tool.MASK
    draw(panel, [(210, 330), (230, 300)])
    hidden = panel.model_input().hidden
    assert hidden is not None
    qtbot.waitUntil(
        lambda: panel.results._cleaning is not None and (panel.results._cleaning.damaged[hidden] == 0.5).all()
    )


@pytest.mark.parametrize("denoiser", ["unet-denoiser", "denoising-autoencoder", "Current model"])
def test_an_empty_board_stays_empty_under_noise_too(qtbot: QtBot, panel: CanvasPanel, denoiser: str) -> None:
    panel.chooser.choose(denoiser)
    draw(panel, SEVEN)
    qtbot.waitUntil(lambda: panel.sweep.result is not None, timeout=10_000)
    panel.drawing.clear()
    qtbot.waitUntil(
        lambda: panel.results._cleaning is not None and not panel.results._cleaning.clean.any(), timeout=10_000
    )
    shown = panel.results._cleaning
    assert shown is not None and shown.damaged.any() and not shown.denoised.any()
    results = panel.results
    assert results.denoised_facts.text() == NOTHING_DRAWN
    assert results.denoised.is_empty() and results.difference.is_empty() and not results.difference_facts.text()
    assert panel.sweep.result is None and panel.sweep.images.is_empty


def test_the_sweep_shows_eight_levels(qtbot: QtBot, panel: CanvasPanel) -> None:
    panel.chooser.choose("denoising-autoencoder")
    draw(panel, SEVEN)
    qtbot.waitUntil(lambda: panel.sweep.result is not None, timeout=10_000)
    cleaned(qtbot, panel, "denoising-autoencoder")
    with qtbot.waitSignal(panel.sweep._worker.done, timeout=10_000):
        panel.update_results()
    sweep = panel.sweep.result
    assert sweep is not None and len(sweep.denoised) == panel.sweep.images.columns() == 8
    for level, damaged in zip(np.arange(1, 9) / 8, sweep.damaged, strict=True):
        assert np.array_equal(damaged, Damage("gaussian", float(level), 0).apply(panel.model_input().image))
    np.testing.assert_allclose(sweep.psnr, psnr(sweep.denoised, panel.model_input().image))


def test_a_hidden_part_is_filled_in_and_an_answer_becomes_the_drawing(qtbot: QtBot, panel: CanvasPanel) -> None:
    draw(panel, SEVEN)
    panel.tools.choose(Tool.MASK)
    draw(panel, [(180, 330), (260, 330)])
    panel.tabs.setCurrentWidget(panel.repair)
    panel.update_results()
    panel.repair.samples.setValue(3)
    steps: list[int] = []
    panel.repair._show = lambda result, show=panel.repair._show: (steps.append(result.step), show(result))  # type: ignore[method-assign]
    QTest.mouseClick(panel.repair.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.repair.stop_button.isEnabled(), timeout=20_000)
    result, seen = panel.repair.result, panel.model_input()
    assert result is not None and result.step == result.steps and 1 <= len(result.images) <= 3
    assert len(steps) > 10, "it is shown as it converges"
    assert seen.hidden is not None
    np.testing.assert_allclose(result.images[0][~seen.hidden], seen.image[~seen.hidden])
    last = len(result.images) - 1
    place = panel.repair.images.cell(0, last).center().toPoint()
    QTest.mouseClick(panel.repair.images, Qt.MouseButton.LeftButton, pos=place)
    taken = panel.drawing.pixels()[SIDE // 56 :: 16, SIDE // 56 :: 16]
    np.testing.assert_allclose(taken / 255, result.images[last], atol=1 / 255)
    panel.update_results()
    assert "earlier drawing" in panel.repair._progress.text(), "the answers are not of this drawing"
    panel.undo_stack.undo()
    assert np.array_equal(panel.model_input().image, seen.image)
    panel.update_results()
    assert panel.repair._progress.text().startswith(f"Step {result.steps} of {result.steps}")


def test_without_a_mask_repair_says_what_is_missing(qtbot: QtBot, panel: CanvasPanel, workspace: Workspace) -> None:
    draw(panel, SEVEN)
    panel.tabs.setCurrentWidget(panel.repair)
    with qtbot.waitSignal(workspace.status) as said:
        QTest.mouseClick(panel.repair.start_button, Qt.MouseButton.LeftButton)
    assert "Nothing is hidden" in said.args[0]


def test_a_drawing_is_placed_among_the_held_out_digits(
    qtbot: QtBot, panel: CanvasPanel, tiny_predictor: Predictor
) -> None:
    panel.tabs.setCurrentWidget(panel.anomaly)
    draw(panel, SEVEN)
    qtbot.waitUntil(lambda: panel.anomaly.placed is not None, timeout=60_000)
    with qtbot.waitSignal(panel.anomaly._worker.done, timeout=60_000):
        panel.update_results()
    placed = panel.anomaly.placed
    assert placed is not None
    standing = placed.reference.standing(statistics(tiny_predictor, panel.model_input().image)[0])
    assert placed.standing.value == pytest.approx(standing.value, rel=1e-4)
    assert placed.reference.what == "100 validation images of few"
    assert panel.anomaly.sentence.text() == canvas_anomaly.sentence_of(standing.share, placed.reference.what)
    panel.drawing.clear()
    qtbot.waitUntil(lambda: panel.anomaly.sentence.text() == "")


def test_the_held_out_digits_are_measured_once(
    qtbot: QtBot, panel: CanvasPanel, tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    image = few_digits.val.images[0, 0].numpy() / np.float32(255)
    first = canvas_anomaly.place(tiny_predictor, few_digits, image, None)
    assert canvas_anomaly.place(tiny_predictor, few_digits, image, first).reference is first.reference
    assert canvas_anomaly.place(tiny_predictor.given(None), few_digits, image, first).reference is not first.reference


def test_a_drawing_goes_on_the_sliders_and_back_comes_nothing_else(
    qtbot: QtBot, lab: LabView, tiny_predictor: Predictor
) -> None:
    draw(lab.canvas, SEVEN)
    drawing = lab.canvas.drawing.pixels()
    QTest.mouseClick(lab.canvas.send_button, Qt.MouseButton.LeftButton)
    assert lab.tabs.currentWidget() is lab.sliders
    mu = tiny_predictor.encode(lab.canvas.model_input().image).mu[0]
    qtbot.waitUntil(lambda: np.allclose(lab.sliders.z, mu, atol=1e-5))
    assert np.array_equal(lab.canvas.drawing.pixels(), drawing)
    assert lab.undo_stack is lab.sliders.undo_stack


def test_sliders_can_ask_for_the_drawing(qtbot: QtBot, lab: LabView, tiny_predictor: Predictor) -> None:
    draw(lab.canvas, SEVEN)
    lab.tabs.setCurrentWidget(lab.sliders)
    lab.sliders.start.image_button.menu().actions()[-1].trigger()
    mu = tiny_predictor.encode(lab.canvas.model_input().image).mu[0]
    qtbot.waitUntil(lambda: np.allclose(lab.sliders.z, mu, atol=1e-5))


def test_a_drawing_is_shown_on_the_map(qtbot: QtBot, panel: CanvasPanel, workspace: Workspace) -> None:
    draw(panel, SEVEN)
    with qtbot.waitSignals([workspace.map_image.arrived, workspace.view_requested]):
        QTest.mouseClick(panel.map_button, Qt.MouseButton.LeftButton)


def test_digits_of_the_data_can_be_drawn_on(panel: CanvasPanel, workspace: Workspace) -> None:
    panel.tools.digit_button.menu().actions()[3].trigger()
    seen = panel.drawing.pixels()[8::16, 8::16]
    dataset = workspace.data.dataset
    assert dataset is not None and dataset.val.labels is not None
    threes = dataset.val.images[dataset.val.labels == 3, 0].numpy()
    assert any(np.array_equal(seen, three) for three in threes)


def test_a_picture_on_paper_becomes_white_ink(qtbot: QtBot, panel: CanvasPanel, tmp_path: Path) -> None:
    paper = np.full((100, 60), 240, np.uint8)
    paper[20:80, 25:35] = 30
    Image.fromarray(paper).save(tmp_path / "one.png")
    with qtbot.waitSignal(panel._intake.arrived):
        assert panel.accept_image(tmp_path / "one.png")
    pixels = panel.drawing.pixels()
    assert pixels[SIDE // 2, SIDE // 2] > 200 and pixels[SIDE // 2, SIDE // 3] < 50


BAD_FILES = {
    "empty.png": b"",
    "cut.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
    "words.txt": b"this is not an image",
    "white.pgm": b"P5 4 4 255\n" + bytes([255] * 16),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_sentence_and_the_drawing_stays(
    qtbot: QtBot, panel: CanvasPanel, workspace: Workspace, tmp_path: Path, name: str
) -> None:
    draw(panel, SEVEN)
    before = panel.drawing.pixels()
    (tmp_path / name).write_bytes(BAD_FILES[name])
    with qtbot.waitSignal(workspace.status) as said:
        panel.accept_image(tmp_path / name)
    assert said.args[0].endswith(".") and "\n" not in said.args[0] and "Traceback" not in said.args[0]
    assert np.array_equal(panel.drawing.pixels(), before) and panel.undo_stack.count() == 1


def test_text_on_the_clipboard_is_no_drawing(qtbot: QtBot, panel: CanvasPanel, workspace: Workspace) -> None:
    draw(panel, SEVEN)
    QGuiApplication.clipboard().setText("seven")
    with qtbot.waitSignal(workspace.status) as said:
        panel.paste()
    assert "no image on the clipboard" in said.args[0]
    assert panel.undo_stack.count() == 1


def test_a_picture_on_the_clipboard_is_pasted(qtbot: QtBot, panel: CanvasPanel) -> None:
    picture = QImage(28, 28, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.black)
    picture.setPixelColor(14, 14, Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(picture)
    with qtbot.waitSignal(panel._intake.arrived):
        QTest.keyClick(panel.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.drawing.pixels()[14 * 16 + 8, 14 * 16 + 8] == 255


def test_a_damaged_model_is_refused_and_the_denoiser_before_stays(
    qtbot: QtBot, panel: CanvasPanel, workspace: Workspace, tmp_path: Path
) -> None:
    panel.chooser.choose("Median filter")
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00notjson!")
    panel.chooser.addItem("broken", broken)
    with qtbot.waitSignal(workspace.status) as said:
        panel.chooser.choose("broken")
    assert "broken" in said.args[0]
    assert panel.chooser.denoiser is CLASSICAL_FILTERS[0] and panel.chooser.currentText() == "Median filter"


def test_the_keys_of_the_canvas(panel: CanvasPanel) -> None:
    assert panel.canvas.hasFocus(), "it takes the keys as soon as it is shown"
    width = panel.canvas.brush_width
    QTest.keyClick(panel.canvas, Qt.Key.Key_BracketRight)
    assert panel.canvas.brush_width > width
    QTest.keyClick(panel.canvas, Qt.Key.Key_E)
    assert panel.canvas.tool is Tool.ERASER and panel.tools.tool_buttons[Tool.ERASER].isChecked()
    QTest.keyClick(panel.canvas, Qt.Key.Key_B)
    draw(panel, SEVEN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert not panel.drawing.pixels().any()
    panel.undo_stack.undo()
    assert panel.drawing.pixels().any()


def test_undo_belongs_to_the_tab_that_is_open(qtbot: QtBot, lab: LabView) -> None:
    assert lab.undo_stack is lab.canvas.undo_stack
    with qtbot.waitSignal(lab.part_changed):
        lab.tabs.setCurrentWidget(lab.sliders)
    assert lab.undo_stack is lab.sliders.undo_stack
