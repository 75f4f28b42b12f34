"""What only the project team sees."""
