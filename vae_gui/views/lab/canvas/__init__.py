"""Draw, damage, see it cleaned, repaired and judged."""
