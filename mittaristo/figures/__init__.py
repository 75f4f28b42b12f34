"""Registers become the numbers that everyone may see."""
