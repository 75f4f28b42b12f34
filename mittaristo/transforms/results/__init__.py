"""Shapes of the pages of results."""
