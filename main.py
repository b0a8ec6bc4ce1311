"""Latent Explorer: no argument opens the window, a sub-command runs without one."""

import sys

if __name__ == "__main__":
    try:
        from vae_gui.launcher import main

        code = main()
    except KeyboardInterrupt:  # before there was anything to end
        code = 130
    sys.exit(code)
