"""One optimisation step, in several ways that give the same gradients."""
