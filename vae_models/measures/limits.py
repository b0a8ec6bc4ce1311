"""How much is asked for; without torch, so that a command line can name it at once."""

IMPORTANCE_SAMPLES = 100
MAX_IMPORTANCE_SAMPLES = 5_000
