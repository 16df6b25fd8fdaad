"""Starting the emulator from a command line; `manage.py payment_emulator` comes through here too."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import signal
import sys
from threading import Thread

from .server import Emulator


def account_of(key: str) -> str:
    """The account a key belongs to; says nothing about the key."""
    return "acct_" + hashlib.sha256(key.encode()).hexdigest()[:16]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
    parser.add_argument("--port", type=int, default=9000, help="0 takes a free one")
    parser.add_argument("--state-file", default=":memory:", help="keeps charges across restarts")
    parser.add_argument("--public-url", default="", help="how shoppers reach it, if not by host and port")
    parser.add_argument("--key", default="", help="the shop's API key (TEST_PROVIDER_KEY)")
    parser.add_argument("--secret", default="", help="signs messages (TEST_PROVIDER_SECRET)")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C; prints its address first."""
    if not options.key or not options.secret:
        sys.stderr.write("Give --key and --secret, or set TEST_PROVIDER_KEY and TEST_PROVIDER_SECRET.\n")
        return 2
    emulator = Emulator(
        key=options.key,
        secret=options.secret,
        account=account_of(options.key),
        host=options.host,
        port=options.port,
        state_file=options.state_file,
        public_url=options.public_url,
    )
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=emulator.stop).start())
    signal.signal(signal.SIGINT, lambda *_: Thread(target=emulator.stop).start())
    sys.stdout.write(f"Test payment provider at {emulator.address}/ (no money moves)\n")
    sys.stdout.flush()
    emulator.start()
    return 0


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    parser = argparse.ArgumentParser(prog="payment_emulator", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args()
    options.key = options.key or os.environ.get("TEST_PROVIDER_KEY", "")
    options.secret = options.secret or os.environ.get("TEST_PROVIDER_SECRET", "")
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
