"""How do people lay out a table? One file a layout: each finds its own form on a sheet, or says that it is not there."""
