"""Names: the register (the authority file in memory), what recognises its names, and what editors decided."""
