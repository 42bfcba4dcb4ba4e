"""HCL's expressions and bodies, read by hand: with the operators' precedence, templates and positions, in bounds."""
