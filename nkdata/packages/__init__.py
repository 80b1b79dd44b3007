"""Where a data package lies, and how it gets in and out of there."""
