"""Mittaristo: project registers → dated snapshots → figures → a dashboard."""
