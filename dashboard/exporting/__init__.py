"""Figures as files that carry their source, the same bytes each time."""
