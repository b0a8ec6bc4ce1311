"""Latent Explorer: no argument opens the window, a sub-command runs without one."""

import sys

from vae_gui.startup.command import main

if __name__ == "__main__":
    sys.exit(main())
