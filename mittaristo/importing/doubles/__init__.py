"""Rows that may be one and the same although they are written otherwise: told, never merged."""
