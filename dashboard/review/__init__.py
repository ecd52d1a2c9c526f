"""Review: what people decide about the coder's events. Every decision is kept, and goes over what the coder finds.

Decisions lie in the workspace, each in a file of its own, and are only ever added: two people at work lose none of
them, and a folder that is shared or copied brings them together.
"""

from __future__ import annotations

from dashboard.review.applying import VERDICTS, Coding, Reviewed, applied
from dashboard.review.checking import fault
from dashboard.review.decisions import KINDS, Decision, ReviewError, changed, files, keep, new_decision, own_id
from dashboard.review.log import Log, read_log

__all__ = [
    "KINDS",
    "VERDICTS",
    "Coding",
    "Decision",
    "Log",
    "ReviewError",
    "Reviewed",
    "applied",
    "changed",
    "fault",
    "files",
    "keep",
    "new_decision",
    "own_id",
    "read_log",
]
