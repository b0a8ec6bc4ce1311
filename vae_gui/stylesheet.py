"""The little that Fusion's palette cannot say: padding, rounded corners, quiet scroll bars.

A button becomes the one main action of its panel with the dynamic property `primary`; a frame becomes a card with `card`,
a label a heading with `heading` or quiet text with `quiet`.
"""

from vae_gui.tokens import Colours
from vae_models.resources import resource

_SHEET = """
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: {half}px; }}
QPushButton {{ background: {surface}; border: 1px solid {line}; border-radius: {radius}px; padding: {half}px {wide}px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {hover}; border-color: {accent}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:disabled {{ color: {disabled}; background: {window}; }}
QPushButton:flat {{ border-color: transparent; background: transparent; }}
QPushButton[primary="true"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:focus {{ border-color: {text}; }}
QPushButton[primary="true"]:disabled {{ background: {line}; color: {disabled}; border-color: {line}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {{ background: {surface}; border: 1px solid {line};
    border-radius: {radius}px; padding: {half}px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {{ border-color: {muted}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{ border-color: {accent}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ background: {window}; color: {disabled}; }}
QAbstractSpinBox, QComboBox {{ padding-right: {drop}px; }}
QComboBox::drop-down {{ border: none; width: {drop}px; }}
QComboBox::down-arrow, QAbstractSpinBox::down-arrow {{ image: url({icons}/chevron-down.svg); width: {one}px; height: {one}px; }}
QAbstractSpinBox::up-arrow {{ image: url({icons}/chevron-up.svg); width: {one}px; height: {one}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; background: transparent; width: {drop}px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {hover}; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {line}; padding: {third}px; outline: none; }}
QCheckBox, QRadioButton {{ spacing: {one}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {tick}px; height: {tick}px; border: 1px solid {muted}; background: {surface}; }}
QCheckBox::indicator {{ border-radius: {third}px; }}
QRadioButton::indicator {{ border-radius: {tick_half}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QCheckBox::indicator:focus, QRadioButton::indicator:focus {{
    border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({icons}/check-{shade}.svg); }}
QRadioButton::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({icons}/dot-{shade}.svg); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; background: {window}; }}
QSlider::groove:horizontal {{ height: {edge}px; background: {line}; border-radius: {groove}px; }}
QSlider::groove:vertical {{ width: {edge}px; background: {line}; border-radius: {groove}px; }}
QSlider::sub-page:horizontal, QSlider::add-page:vertical {{ background: {accent}; border-radius: {groove}px; }}
QSlider::sub-page:disabled, QSlider::add-page:disabled {{ background: {line}; }}
QSlider::handle {{ background: {surface}; border: 2px solid {accent}; width: {knob}px; height: {knob}px;
    border-radius: {knob_half}px; }}
QSlider::handle:horizontal {{ margin: -{sink}px 0; }}
QSlider::handle:vertical {{ margin: 0 -{sink}px; }}
QSlider::handle:hover, QSlider::handle:focus {{ background: {accent}; }}
QSlider::handle:disabled {{ border-color: {line}; }}
QToolButton {{ border: 1px solid transparent; border-radius: {radius}px; padding: {half}px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:checked {{ background: {hover}; border-color: {line}; }}
QToolButton[popupMode="2"] {{ padding-right: {wide}px; }}
QFrame[card="true"] {{ background: {surface}; border: 1px solid {line}; border-radius: {radius}px; }}
QLabel[heading="true"] {{ font-weight: 600; }}
QLabel[quiet="true"] {{ color: {muted}; }}
QGroupBox {{ border: none; margin-top: {title}px; padding-top: {half}px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; padding: 0; }}
QProgressBar {{ border: none; border-radius: {half}px; background: {line}; height: {one}px; text-align: center; }}
QProgressBar::chunk {{ background: {accent}; border-radius: {half}px; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {line}; }}
QMenuBar {{ background: {window}; }}
QMenuBar::item {{ padding: {half}px {one}px; background: transparent; border-radius: {radius}px; }}
QMenuBar::item:selected {{ background: {hover}; }}
QStatusBar {{ background: {window}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; padding: 0 {half}px; }}
QScrollArea {{ border: none; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: {third}px; margin: {edge}px; }}
QScrollBar::handle:vertical {{ min-height: {long}px; }}
QScrollBar::handle:horizontal {{ min-width: {long}px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QHeaderView::section {{ background: {window}; color: {muted}; border: none; padding: {half}px; }}
"""


def style_sheet(colours: Colours, unit: int, dark: bool) -> str:
    """The sheet for one theme; `unit` is half the height of a line of text, in pixels."""
    edge, tick, sink = max(2, round(unit * 0.4)), 2 * round(unit * 0.8), round(unit * 0.65)
    knob = edge + 2 * sink
    sizes = {
        "half": round(unit * 0.5),
        "one": unit,
        "wide": round(unit * 1.5),
        "drop": round(unit * 2.2),
        "title": round(unit * 2.4),
        "long": unit * 4,
        "radius": max(3, round(unit * 0.6)),
        "bar": round(unit * 1.4),
        "third": max(2, round(unit * 0.35)),
        "edge": edge,
        "groove": edge // 2,
        "tick": tick,
        "tick_half": tick // 2,
        "knob": knob - 4,
        "knob_half": knob // 2,
        "sink": sink,
    }
    icons = resource("icons").as_posix()
    return _SHEET.format(**vars(colours), **sizes, icons=icons, shade="dark" if dark else "light")
