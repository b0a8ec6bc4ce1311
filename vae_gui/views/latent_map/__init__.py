"""The parts of the latent map view."""
