"""The command line: `python -m mittaristo <verb>`. Exit 0 done, 1 refused or problems, 2 usage."""

import sys

from mittaristo.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
