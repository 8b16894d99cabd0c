"""`python -m briefing`."""

import sys

try:
    from briefing.cli import main
except KeyboardInterrupt:  # Ctrl-C before there is a command line to answer it
    sys.exit(130)

sys.exit(main())
