"""One slider per latent dimension, and what belongs to them."""
