"""What the kinds of workbooks tell of their sheets beside values: one file a format."""
