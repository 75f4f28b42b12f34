"""Pages that do more than list panels."""
