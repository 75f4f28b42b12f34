"""The engine beyond one machine: whatever speaks Spark Connect."""
