"""What Checkov's ``--external-checks-dir`` is pointed at; it asks for this file."""
