"""Other people's sheets → our tables: the file that says how, and what is made of it."""

from mittaristo.mapping.file import LeftOut, MappingError, SheetMapping, load

__all__ = ["LeftOut", "MappingError", "SheetMapping", "load"]
