"""From a directory of Terraform source to the file and line of a block or attribute. The border to hostile text."""
