"""What each screen asks. Forms never save, and are handed their choices."""
