"""Shapes of what a reviewer looks at."""
