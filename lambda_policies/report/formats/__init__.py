"""The formats of reports, one file each; the name of a file is the name of its format, with hyphens."""
