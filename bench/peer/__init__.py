"""What a school's developer would build instead: the same records in a Django admin. Runs in .venv-bench."""
