"""Files that a stranger may send: each is declared once, made by a script, and given to the program as its user would."""
