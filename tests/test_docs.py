"""What is generated is current."""

import reference


def test_command_line_reference_is_current():
    """The README's reference is the command line's own help."""
    assert reference.README.read_text(encoding="utf-8") == reference.current(), "run `make reference`"
