"""The one way from a source to a snapshot."""
