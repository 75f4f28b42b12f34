"""Workbooks for the team alone: made on its own machine, and never offered by a page."""
