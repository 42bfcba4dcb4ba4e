"""What is made of verdicts: effects, waivers, folding and the exit code. Pure functions over findings."""
