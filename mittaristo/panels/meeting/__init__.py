"""What is shown and sent for a meeting, and between meetings."""
