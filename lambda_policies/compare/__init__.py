"""What peers say of a plan beside what lp says: who found what, who missed what, who passed what is bad.

Nothing here runs a peer: it reads the results that one wrote, and matches them by the ids that each guardrail carries.
"""
