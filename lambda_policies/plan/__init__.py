"""The plan document: read at the border, indexed, and its references followed."""
