"""The Lambda estate that a plan describes: typed models and the joins between them."""
