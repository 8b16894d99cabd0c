"""`python -m briefing`."""

import sys

# `python -m` puts the current folder before everything else: a `yaml.py` among somebody's reports would be taken for the library.
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]

try:
    from briefing.cli import main
except KeyboardInterrupt:  # Ctrl-C before there is a command line to answer it
    sys.exit(130)

sys.exit(main())
