"""Other people's sheets become our tables: the file that says how, and what is made of it."""
