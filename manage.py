#!/usr/bin/env python3
"""The door to everything: `up` starts the shop, `test` checks it, `doctor` says what a machine lacks.

All other commands are Django's and ours, run inside `.venv`. Until that exists, only the standard library is
used; what is needed for that stands in `cms/boot`.
"""

import sys

if sys.version_info < (3, 11):  # older ones do come by
    sys.exit("Python 3.11 or newer is needed; this is %d.%d. On Debian 12: python3" % sys.version_info[:2])

if __name__ == "__main__":
    from cms.boot.cli import main

    sys.exit(main(sys.argv))
