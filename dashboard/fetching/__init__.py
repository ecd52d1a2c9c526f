"""Fetching: datasets from their providers, with the user's own token, only when the user asks for it.

Whatever is finished, a page or a file, is kept under ``downloads/`` in the workspace until it is imported, so that an
interrupted fetch goes on where it was. Tokens and passwords are read from the environment and written nowhere.
"""
