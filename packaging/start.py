"""Where the packaged program begins."""

import sys

from callbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
