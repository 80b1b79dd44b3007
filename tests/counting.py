"""How much work a piece of code does, counted and not timed: a busy machine changes nothing about it."""

import sys


def calls(function, *arguments):
    """Return how many calls, of Python and of C, it takes to call the function with the arguments."""
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
