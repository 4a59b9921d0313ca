"""What the school does with its records. Nothing here knows Flask."""
