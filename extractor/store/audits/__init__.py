"""Arithmetic within documents: parts against totals, shares against what they are shares of."""
