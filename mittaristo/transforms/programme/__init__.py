"""Shapes of many projects beside each other."""
