"""Where records live: the DuckDB file, how it is replaced as a whole, and what is written out of it.

Knows the values of :mod:`extractor.models` and nothing of how they came about.
"""
