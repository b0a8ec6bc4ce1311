"""The desktop program: views of a model that learns, on the library `vae_models`."""
