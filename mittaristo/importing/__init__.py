"""A source becomes checked registers."""
