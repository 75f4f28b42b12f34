"""Pages for whoever reviews the figures."""
