"""An archive for tests: one run per day."""

import contextlib
import pathlib
import sqlite3
import time

OTHER = ("The lighthouse keeper wrote the weather down each evening in a small blue book.",
         "Thirty years of storms are in it, and the names of the ships that came too near.",
         "It lies in the museum now, open at the night of the great flood.")


class Archive:
    def __init__(self, winnow, folder):
        self.winnow = winnow
        self.folder = folder
        self.day = 0

    def init(self, *args):
        if "--text-format" not in args:
            args = ("--text-format", "text", *args)
        done = self.winnow("refresh", "--init", self.folder, "--allow-private", "--retries", "0",
                           *args)
        assert (done.out, done.err, done.code) == ("", "", 0)
        return self

    def now(self):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1735689600 + 86400 * self.day))

    def refresh(self, *args, urls=(), **kwargs):
        """Refreshes all pages, one day after the last run."""
        self.day += 1
        if urls:
            args = ("--urls", "-", *args)
        if "--due" in args:
            args = tuple(arg for arg in args if arg != "--due")
        else:
            args = ("--max-age", "0", *args)
        return self.winnow("refresh", self.folder, "--now", self.now(), *args,
                           stdin="".join(f"{url}\n" for url in urls), **kwargs)

    def run(self, verb, *args, **kwargs):
        return self.winnow(verb, self.folder, "--now", self.now(), *args, patient=True, **kwargs)

    def texts(self):
        root = pathlib.Path(self.folder) / "text"
        return {str(p.relative_to(root)): p.read_text() for p in root.rglob("*.txt")}

    def text(self):
        (text,) = self.texts().values()
        return text

    def warcs(self):
        return {path.name for path in (pathlib.Path(self.folder) / "warc").iterdir()}

    def known_warcs(self):
        """The WARC files that are in the database."""
        (index,) = pathlib.Path(self.folder).glob("*.db")
        with contextlib.closing(sqlite3.connect(index)) as database:
            return {name for name, in database.execute("SELECT name FROM warcs")}
