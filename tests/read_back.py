"""What `nkdata.reports.document` wrote, read back: nothing of a report gets lost on the way."""

import json

from nkdata.reports.json import VERSION
from nkdata.reports.problems import Location, Problem, Report


def read_document(text):
    """Return the report that `document` wrote.

    A value that JSON has no type for stays the text it was written as.

    Raises:
        ValueError: the text is no such document, or one of a later version.
    """
    read = json.loads(text)
    kind = (read.get("format"), read.get("version")) if isinstance(read, dict) else None
    if kind != ("nkdata-report", VERSION):
        raise ValueError(f"this is no nkdata-report of version {VERSION}")
    reasons = {rule["rule"]: rule["skipped"] for rule in read["rules"]}
    skipped = {rule: reason for rule, reason in reasons.items() if reason is not None}
    return Report([_read(problem) for problem in read["problems"]], read["rows"], skipped)


def _read(fields):
    where = fields["where"] and Location(**fields["where"])
    against = tuple((end["table"], end["key"], end["column"]) for end in fields["against"])
    return Problem(**{**fields, "where": where, "against": against})
