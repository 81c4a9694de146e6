"""What the company is, and what was found in it: plain values without third-party imports."""
