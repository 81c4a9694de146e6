"""The window: the whole program on a local page, for whoever never opens a terminal. It decides nothing itself."""
