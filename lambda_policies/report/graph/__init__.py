"""Access as a picture: who can invoke which function and what it can reach, one file per format."""
