"""How widgets share the room there is."""
