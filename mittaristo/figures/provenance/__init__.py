"""A figure followed to its rows and through every snapshot."""
