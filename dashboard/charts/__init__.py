"""Frames in, figures out: one module per question, named after it."""
