"""What is told of the registers themselves: what checks find in them, and how their rows move."""
