"""Fetching: datasets from their providers, with the user's own token, only when the user asks for it."""
