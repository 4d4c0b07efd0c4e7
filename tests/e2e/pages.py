"""What the fault server's pages look like once they are clean."""

from fault_server import SENTENCES


def article(title, *paragraphs):
    return "\n\n".join((title, *(paragraphs or SENTENCES))) + "\n"


def listed(*records):
    """(URL, text) pairs as they stand on standard output when there are several."""
    return "\n".join(f"==> {url} <==\n{text}" for url, text in records)
