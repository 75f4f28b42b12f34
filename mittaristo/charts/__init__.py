"""Shapes become Altair charts."""
