"""What the model sees, what it gets, what it gives back, and how far that is from the truth, side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.views.lab.canvas.live_denoising import Cleaning, Quality
from vae_gui.widgets.basics.turning_box import TurningBox
from vae_gui.widgets.files.markup import allow_markup
from vae_gui.widgets.pictures.diverging import difference_legend
from vae_gui.widgets.pictures.large_image import LargeImage

_EQUAL_DB = 99.0
NOTHING_DRAWN = "Draw something\nto see it cleaned"
_LINES, _WIDTH = 2.2, 17.5  # of facts, and units of `theme.spacing`: the room is the same whatever the figures are


class CleaningImages(TurningBox):
    """Four images of one drawing, in one row or in two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs = (QWidget(), QWidget())
        for pair in self._pairs:
            QHBoxLayout(pair).setContentsMargins(0, 0, 0, 0)
            self.add(pair, 1)
        self.seen, self.seen_facts = self._tile(
            0, "Prepared", "What the model sees: the drawing, prepared like the training digits"
        )
        self.damaged, self.damaged_facts = self._tile(0, "Input", "What the denoiser is given: the damaged drawing")
        self.denoised, self.denoised_facts = self._tile(1, "Denoised", "What the denoiser makes of the input")
        self.difference, self.difference_facts = self._tile(1, "Difference", "Denoised minus what the model sees")
        allow_markup(self.difference_facts)
        theme.follow(self, self._show_again)
        self.cleaning: Cleaning | None = None

    def _tile(self, pair: int, title: str, tip: str) -> tuple[LargeImage, QLabel]:
        heading, image, facts = QLabel(title), LargeImage(title), QLabel()
        heading.setProperty("heading", True)
        facts.setProperty("quiet", True)
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        facts.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # figures do not move the pictures
        theme.scaled(facts, facts.setFixedHeight, 2 * _LINES)
        theme.scaled(image, image.setMinimumWidth, _WIDTH)
        image.empty_text = ""
        image.setToolTip(tip)
        column = QVBoxLayout()
        column.addWidget(heading)
        column.addWidget(image, 1)
        column.addWidget(facts)
        row = self._pairs[pair].layout()
        assert isinstance(row, QHBoxLayout)
        row.addLayout(column, 1)
        return image, facts

    @property
    def denoiser(self) -> str:
        """Whose pictures these are; empty where there are none."""
        return "" if self.cleaning is None else self.cleaning.denoiser

    def clear(self) -> None:
        self.cleaning = None
        for image, facts in (
            (self.seen, self.seen_facts), (self.damaged, self.damaged_facts), (self.denoised, self.denoised_facts),
            (self.difference, self.difference_facts),
        ):  # fmt: skip
            image.clear()
            facts.clear()

    def show_cleaning(self, cleaning: Cleaning) -> None:
        self.cleaning = cleaning
        self.seen.set_image(cleaning.clean)
        self.damaged.set_image(cleaning.damaged)
        height, width = cleaning.clean.shape
        self.seen_facts.setText(f"{height} × {width} pixels,\ngrey from 0 to 1")
        self.damaged_facts.setText(_words(cleaning.damaged_quality))
        if not cleaning.clean.any():
            self._show_nothing_cleaned()
            return
        difference = cleaning.denoised - cleaning.clean
        self.denoised.set_image(cleaning.denoised)
        self.denoised_facts.setText(_words(cleaning.denoised_quality))
        self.difference.set_difference(difference)
        error = float((difference**2).sum())
        self.difference_facts.setText(f"Squared error {error:.1f}<br>{' '.join(difference_legend())}")

    def _show_nothing_cleaned(self) -> None:
        """No denoiser was asked, so there is neither an answer nor an error of one."""
        self.denoised.clear()
        self.difference.clear()
        self.difference_facts.clear()
        self.denoised_facts.setText(NOTHING_DRAWN)

    def _show_again(self) -> None:
        if self.cleaning is not None:
            self.show_cleaning(self.cleaning)


def _words(quality: Quality) -> str:
    if quality.psnr > _EQUAL_DB:
        return "Equal to\nthe drawing"
    return f"PSNR {quality.psnr:.1f} dB\nSSIM {quality.ssim:.2f}"
