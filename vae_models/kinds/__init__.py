"""What there is to choose from, one object a kind with all that is to be known of it, in one dict for each sort of kind.

Nobody else compares the names of kinds: whoever must know something about one asks its object. A plug-in adds to the same
dicts. Needs no torch: what computes is named by "module:name" and imported when it is first asked for.
"""
