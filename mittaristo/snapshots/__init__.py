"""Figures and registers on disk: written once, verified at every reading."""
