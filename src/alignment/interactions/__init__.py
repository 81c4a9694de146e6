"""Logs of who met, wrote to or handed over to whom, counted where they lie, into ties between departments and journeys."""
