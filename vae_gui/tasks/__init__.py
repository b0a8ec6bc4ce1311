"""Work behind the window: who runs it, in which order, and when it is quick enough to be done at once."""
