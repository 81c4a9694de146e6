"""What became of it? Waves of one company: what is kept, how they compare, and whether a change is real."""
