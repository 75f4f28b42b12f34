"""Figures become the shapes that charts and tables draw. Pure: a frame in, a frame out."""
