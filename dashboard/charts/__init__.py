"""Figures as Altair charts: pure functions of a figure, a palette and a width."""
