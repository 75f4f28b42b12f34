"""Invented registers: seeded, deterministic, of any size, at any day of the project.

A world is made once, with the day on which each row was recorded, corrected or removed; registers
are what the world's secretary had written by a given day. At 1 000 clients and 30.4.2026 the
counts are those that Next Level published; no row of it is real.
"""

from mittaristo.example.facts import CLIENTS, ENDS_ON, PUBLISHED, PUBLISHED_DAY, STARTS_ON
from mittaristo.example.files import write_filled_workbook, write_folder
from mittaristo.example.labour_market import labour_market
from mittaristo.example.making import make_world, registers

__all__ = [
    "CLIENTS",
    "ENDS_ON",
    "PUBLISHED",
    "PUBLISHED_DAY",
    "STARTS_ON",
    "labour_market",
    "make_world",
    "registers",
    "write_filled_workbook",
    "write_folder",
]
