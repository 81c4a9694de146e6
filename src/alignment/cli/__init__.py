"""The command line: one file a command, options in, exit status out."""
