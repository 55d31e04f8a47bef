"""Cleaning: views of text, line labels, dates and metadata."""
