"""The program as a command, whether `python main.py` or installed."""


def main() -> int:
    """The exit code; Ctrl+C while modules still load, before there is anything to end, is 130 as at any later time."""
    try:
        from vae_gui.startup.launcher import main as launch

        return launch()
    except KeyboardInterrupt:
        return 130
