"""Colours, text size and spacing of the whole program, light and dark.

Widgets paint with `colours()` and `follow` its changes; sizes come from `spacing`, which follows the text size.
"""

from vae_gui.theme.apply import apply_theme as apply_theme, set_text_scale as set_text_scale
from vae_gui.theme.colours_of_classes import (
    CLASS_COLOURS as CLASS_COLOURS,
    DIFFERENT_COLOURS as DIFFERENT_COLOURS,
    class_colours as class_colours,
    readable as readable,
)
from vae_gui.theme.following import follow as follow, notifier as notifier
from vae_gui.theme.sizes import scaled as scaled, spacing as spacing
from vae_gui.theme.state import (
    colours as colours,
    is_dark as is_dark,
    projected as projected,
    set_projected as set_projected,
)
from vae_gui.theme.text_size import TEXT_SCALE_RANGE as TEXT_SCALE_RANGE, text_scale as text_scale
from vae_gui.theme.tokens import DARK as DARK, LIGHT as LIGHT, Colours as Colours
