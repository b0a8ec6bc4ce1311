"""Ways to compare runs, one tab each. A new one is a file here and an entry of `TABS`."""

from vae_gui.views.compare.tabs.tab import TabKind

# In the order of the tabs.
TABS: tuple[TabKind, ...] = (
    TabKind(
        "scatter", "Scatter", "Any measure against any other, one point per run",
        "vae_gui.views.compare.tabs.scatter:ScatterTab", waits_for_models=True,
    ),
    TabKind(
        "side by side", "Side by side", "The same images, path or noise through the selected models",
        "vae_gui.views.compare.tabs.side_by_side:SideBySideTab",
    ),
)  # fmt: skip
