"""One concrete request against policy documents: the independent second reading of what the engine says.

Nothing here is shared with ``lambda_policies.iam.engine`` but the documents and the request, so that a mistake in
one is seen by the other. Holes make an answer None.
"""

from lambda_policies.iam.simulate.decide import Match, Simulated, simulate

__all__ = ["Match", "Simulated", "simulate"]
