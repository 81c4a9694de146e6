"""Reference values of independent tools for public organisations, and ours beside them."""
