"""Pictures: the charts of the dashboard as a page, a file or a brief needs them, with the answers they were drawn from.

Each module makes the pictures of one page from an edition, a filter and the options of that page.
"""

from dashboard.pictures.picture import Picture

__all__ = ["Picture"]
