"""The partial evaluator of expressions: pure, bounded, and three-valued; what it cannot tell is unknown."""
