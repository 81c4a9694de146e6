"""The printed health check: content decided once, one file a format."""
