"""The questions: one file each, with the measures and rules that answer it."""
