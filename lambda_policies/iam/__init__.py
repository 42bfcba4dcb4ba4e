"""IAM policy documents, ARNs and principals, and the questions asked of them. Knows nothing of Terraform."""
