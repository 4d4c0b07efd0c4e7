"""The text of the fault server's pages after cleaning."""

from fault_server import SENTENCES


def article(title, *paragraphs):
    return "\n\n".join((title, *(paragraphs or SENTENCES))) + "\n"


def listed(*records):
    """(URL, text) pairs as they are printed for several URLs."""
    return "\n".join(f"==> {url} <==\n{text}" for url, text in records)
