"""From files to an organisation: what is understood, and every issue with its cell."""
