"""`python -m nkdata`: the command line."""

from nkdata.cli import main

raise SystemExit(main())
