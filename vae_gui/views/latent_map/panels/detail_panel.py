"""What is known about the chosen point: large picture, neighbours, code and losses."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from vae_gui import theme
from vae_gui.views.latent_map.model.facts import Facts, ImageFacts, Neighbourhood
from vae_gui.views.latent_map.panels.point_entry import PointEntry
from vae_gui.widgets.basics.controls import button
from vae_gui.widgets.basics.steady_label import SteadyLabel
from vae_gui.widgets.pictures.framed_image import FramedImage
from vae_gui.wording.latent_text import number, vector

HINT = "Click the map to see that point decoded here."


class DetailPanel(QWidget):
    """`entry`, where a point is typed, is laid out by whoever frames the panel.

    Signals: copy_wanted(), lab_wanted()."""

    copy_wanted = Signal()
    lab_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = PointEntry()
        self.decoded = FramedImage("Decoded", 6.0)
        self.original = FramedImage("Nearest real image", 6.0)
        self.text = SteadyLabel(HINT, lines=6, selectable=True)
        self.text.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.text.label.setAccessibleName("Facts about the chosen point")
        self.nearest = SteadyLabel(lines=3)
        self.nearest.label.setProperty("quiet", True)
        for each in (self.text, self.nearest):
            each.label.setTextFormat(Qt.TextFormat.PlainText)  # names of classes and files are data
        self.copy = button("Copy image", "Copy the decoded image to the clipboard", self.copy_wanted.emit, sign="copy")
        self.lab = button(
            "Send to lab", "Put this point on the sliders of the lab view", self.lab_wanted.emit, sign="sliders"
        )
        self._place = ""
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.lab)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.spacing(0.5))
        grid.addWidget(self.decoded, 0, 0)
        grid.addWidget(self.original, 0, 1)
        grid.addWidget(self._facts_or_refusal(), 1, 0, 1, 2)
        grid.addWidget(self.nearest, 2, 0, 1, 2)
        grid.addLayout(buttons, 3, 0, 1, 2)

    def _facts_or_refusal(self) -> QStackedWidget:
        """Why a typed point cannot be stands in the place of the facts, and pushes nothing about."""
        stack = QStackedWidget()
        for page in (self.text, self.entry.refusal):
            stack.addWidget(page)
        self.entry.refused.connect(lambda refused: stack.setCurrentIndex(int(refused)))
        return stack

    def clear(self) -> None:
        self.decoded.set_image(None, "Decoded")
        self.original.set_image(None, "Nearest real image")
        self.text.setText(HINT)
        self.nearest.clear()
        for each in (self.copy, self.lab):
            each.setEnabled(False)

    def show_decoded(self, image: np.ndarray, place: str, caption: str = "Decoded") -> None:
        """At once, before the facts arrive. image: `(H, W)` uint8; place: the point's coordinates in words."""
        self.decoded.set_image(image, caption)
        self._place = place
        self.text.setText(place)
        for each in (self.copy, self.lab):
            each.setEnabled(True)

    def hide_facts(self) -> None:
        """What was known about the point before is not true of this one."""
        self.original.set_image(None, "Nearest real image")
        self.nearest.clear()

    def show_facts(self, facts: Facts, why_no_neighbours: str) -> None:
        if facts.image is not None:
            self.decoded.set_image(facts.image.reconstruction, "Reconstruction")
            self.original.set_image(facts.image.original, "Original")
            self.text.setText("\n".join([facts.image.title, *_code_lines(facts.image), *_loss_lines(facts.image)]))
            for each in (self.copy, self.lab):
                each.setEnabled(True)
        elif facts.neighbourhood is not None:
            self.original.set_image(facts.neighbourhood.nearest, "Nearest real image")
            self.text.setText(self._place)
        self.nearest.setText(why_no_neighbours if facts.neighbourhood is None else _neighbours(facts.neighbourhood))
        self.text.setToolTip(facts.file)
        self.nearest.setToolTip(facts.neighbourhood.nearest_file if facts.neighbourhood is not None else "")


def _code_lines(image: ImageFacts) -> list[str]:
    parts = [f"mu {vector(image.mu)}", *([f"sigma {vector(image.sigma)}"] if image.sigma.any() else [])]
    return [", ".join(parts)] if len(image.mu) <= 2 else parts


def _loss_lines(image: ImageFacts) -> list[str]:
    if not len(image.kl):
        return [f"Reconstruction {number(image.reconstruction_loss, 1)} nats"]  # the code is a point
    kl = float(image.kl.sum())
    sentence = (
        f"At mu: reconstruction {number(image.reconstruction_loss, 1)} + KL {number(kl, 1)} "
        f"= {number(image.reconstruction_loss + kl, 1)} nats"
    )
    return [f"{sentence}, KL by dimension {vector(image.kl, decimals=1)}" if len(image.kl) > 1 else sentence]


def _neighbours(found: Neighbourhood) -> str:
    nearest = f"Nearest: {found.nearest_title}."
    if not found.class_name:
        return nearest
    return f"Of {found.count} neighbours {found.share:.0%} are {found.class_name}. {nearest}"
