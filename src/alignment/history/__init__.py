"""What was found before: snapshots of checks, and the store that keeps them."""
