"""HTML on standard input, an accessible PDF (PDF/UA-1) on standard output. A program of its own.

`printing` runs it as a child process: what takes too long can be ended, what it needs of memory is given
back, and it knows no settings, no database and no secrets. It opens nothing but the font beside the assets: a
document cannot make it read files or ask the network.
"""

import resource
import sys
from pathlib import Path

FONT = Path(__file__).resolve().parent.parent / "assets" / "fonts" / "NotoSansSC-Regular.otf"
FONT_ADDRESS = "press:font"
MEMORY_BYTES = 2 * 1024**3


def main() -> None:
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    from weasyprint import HTML, URLFetcher
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    class OnlyOurFont(URLFetcher):
        def fetch(self, url, headers=None):
            if url != FONT_ADDRESS:
                raise FatalURLFetchingError(f"documents open nothing: {url[:200]}")
            return URLFetcherResponse(url, FONT.read_bytes(), {"Content-Type": "font/otf"})

    html = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=OnlyOurFont())
    sys.stdout.buffer.write(html.write_pdf(pdf_variant="pdf/ua-1") or b"")


if __name__ == "__main__":
    main()
