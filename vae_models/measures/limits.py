"""How much is asked for and how much it takes; without torch, so that a command line can name it at once."""

IMPORTANCE_SAMPLES = 100
MAX_IMPORTANCE_SAMPLES = 5_000
MOST_DIMENSIONS = 512  # of a code, for measures of single dimensions
FEATURES = 64  # of an image, by which a classifier compares it; fewer images span no covariance of them
