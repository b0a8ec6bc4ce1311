"""Engines: each turns a batch into gradients, in its own way; `choose.py` says which one a training gets."""
