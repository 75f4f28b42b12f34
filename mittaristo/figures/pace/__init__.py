"""How fast measures grow, and where they will be: what is recorded, the pace, the forecast."""
