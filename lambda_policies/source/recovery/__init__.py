"""From the source and what the plan knows to what the plan leaves out: values with holes where apply decides."""
