"""A drawing is damaged and cleaned as it grows."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.lab.canvas.hand import SEVEN, cleaned, draw
from vae_gui.views.lab.canvas.cleaning_images import NOTHING_DRAWN
from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.canvas.tools.noise_sweep import NoiseSweepTool
from vae_gui.widgets.drawing.tools import Tool
from vae_gui.workspace.workspace import Workspace
from vae_models.damage.single import Damage
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.lab.denoising import CLASSICAL_FILTERS, ModelDenoiser
from vae_models.measures.images.image_quality import psnr


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
    with qtbot.waitSignal(panel.live.cleaned):
        panel.update_results()
    assert np.array_equal(cleaned(qtbot, panel, "denoising-autoencoder").damaged, first)
    panel.damage.seed.setValue(7)
    qtbot.waitUntil(lambda: not np.array_equal(cleaned(qtbot, panel, "denoising-autoencoder").damaged, first))
    panel.damage.anew.setChecked(True)
    seen = {panel.damage.draw_damage().seed for _ in range(20)}
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
        lambda: panel.results.cleaning is not None and (panel.results.cleaning.damaged[hidden] == 0.5).all()
    )


@pytest.mark.parametrize("denoiser", ["unet-denoiser", "denoising-autoencoder", "Current model"])
def test_an_empty_board_stays_empty_under_noise_too(qtbot: QtBot, panel: CanvasPanel, denoiser: str) -> None:
    panel.chooser.choose(denoiser)
    draw(panel, SEVEN)
    qtbot.waitUntil(lambda: panel.tool_of(NoiseSweepTool).result is not None, timeout=10_000)
    panel.drawing.clear()
    qtbot.waitUntil(
        lambda: panel.results.cleaning is not None and not panel.results.cleaning.clean.any(), timeout=10_000
    )
    shown = panel.results.cleaning
    assert shown is not None and shown.damaged.any() and not shown.denoised.any()
    results = panel.results
    assert results.denoised_facts.text() == NOTHING_DRAWN
    assert results.denoised.is_empty() and results.difference.is_empty() and not results.difference_facts.text()
    assert panel.tool_of(NoiseSweepTool).result is None and panel.tool_of(NoiseSweepTool).images.is_empty


def test_the_sweep_shows_eight_levels(qtbot: QtBot, panel: CanvasPanel) -> None:
    panel.chooser.choose("denoising-autoencoder")
    draw(panel, SEVEN)
    qtbot.waitUntil(lambda: panel.tool_of(NoiseSweepTool).result is not None, timeout=10_000)
    cleaned(qtbot, panel, "denoising-autoencoder")
    before = panel.tool_of(NoiseSweepTool).result
    panel.update_results()
    qtbot.waitUntil(lambda: panel.tool_of(NoiseSweepTool).result is not before)
    sweep = panel.tool_of(NoiseSweepTool).result
    assert sweep is not None and len(sweep.denoised) == panel.tool_of(NoiseSweepTool).images.columns() == 8
    for level, damaged in zip(np.arange(1, 9) / 8, sweep.damaged, strict=True):
        assert np.array_equal(damaged, Damage("gaussian", float(level), 0).apply(panel.model_input().image))
    np.testing.assert_allclose(sweep.psnr, psnr(sweep.denoised, panel.model_input().image))


def test_a_damaged_model_is_refused_and_the_denoiser_before_stays(
    qtbot: QtBot, panel: CanvasPanel, workspace: Workspace, tmp_path: Path
) -> None:
    panel.chooser.choose("Median filter")
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00notjson!")
    panel.chooser.addItem("broken", broken)
    with qtbot.waitSignal(workspace.messages.said) as said:
        panel.chooser.choose("broken")
    assert "broken" in said.args[0]
    assert panel.chooser.denoiser is CLASSICAL_FILTERS[0] and panel.chooser.currentText() == "Median filter"
