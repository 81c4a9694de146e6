"""Which small step helps most? Moves, what each would change, and the order to take them in."""
