"""How much work a piece of code does, counted in calls: a busy machine changes nothing."""

import sys


def calls(function, *arguments):
    """Return how many calls, of Python and of C, a call of the function makes."""
    count = 0

    def tick(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        function(*arguments)
    finally:
        sys.setprofile(before)
    return count
