"""Karabakh timeline: the Nagorno-Karabakh conflict, 1988 to today, event by event."""
