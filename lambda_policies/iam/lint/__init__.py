"""What is wrong with a policy document by itself, in the terms of AWS's own validator; ``linting`` puts it together."""
