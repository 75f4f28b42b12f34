"""The labour market around a project, shaped for charts: series of places, and tiles."""
