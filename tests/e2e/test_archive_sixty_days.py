"""Sixty days of a site that does all of it to its readers: at the end every article's best
text is current, each problem was told once, and fsck is clean."""

import random
import signal
import time

import pytest

from archives import OTHER
from fault_server import SENTENCES, page

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
WORDS = sorted({word.strip(".,").lower() for text in (*SENTENCES, *OTHER) for word in text.split()})
TEASER = "Subscribe to read the rest of this story."
WALL = [f"We and our {n} partners store cookies on your device, and you may agree to that or "
        "pay for a subscription which costs four euros a month." for n in range(8)]


class Site:
    """What each page is on a day, and the best text that it has had."""

    def __init__(self, server, host):
        self.server, self.host = server, host
        self.edition = dict.fromkeys(NAMES, 1)

    def sentences(self, name):
        choose = random.Random(name)
        told = [" ".join(choose.choices(WORDS, k=16)).capitalize() + "." for _ in range(16)]
        return [*told, f"That was told at {name}, edition {self.edition[name]}."]

    def body(self, name):
        return page(name.title(), *self.sentences(name))

    def put(self, body, status=200, names=NAMES, **headers):
        for name in names:
            self.server.set_page(self.host, f"/{name}", body(name), status, **headers)

    # ---- what happens -----------------------------------------------------------------

    def good(self):
        self.put(self.body)

    def update(self):
        for name in NAMES[:3]:
            self.edition[name] += 1
        self.good()

    def paywall(self):
        self.put(lambda name: page(name.title(), *self.sentences(name)[:5], TEASER))

    def teaser(self):
        self.put(lambda name: page(name.title(), TEASER))

    def redesign(self):
        self.put(lambda name: self.body(name).replace(b"article>", b"section>").replace(
            b"<nav>", b'<header class="top"></header><nav>'))

    def move(self):
        self.server.set_page(self.host, "/alpha", b"", 301, Location="/new/alpha")
        self.server.set_page(self.host, "/new/alpha", self.body("alpha"))

    def outage(self):
        self.put(lambda name: b"down", 503)

    def soft404(self):
        sorry = page("Not here", *OTHER, "What you look for is not here any more, sorry.")
        self.server.set_fallback(self.host, sorry)
        self.put(lambda name: sorry, names=("beta", "gamma"))

    def consent(self):
        self.put(lambda name: page("Your privacy", *WALL))

    def mojibake(self):
        self.put(lambda name: page(name.title(), *(
            s.replace("o", "\N{REPLACEMENT CHARACTER}") + " Anew." for s in self.sentences(name))))


# What happens, for how many days, and what of it is told, once.
SCRIPT = (
    ("good", 2, None), ("update", 3, None), ("paywall", 7, "only a part of the current text"),
    ("good", 2, None), ("redesign", 4, None), ("teaser", 7, "much shorter than usual"),
    ("update", 3, None), ("move", 3, None), ("good", 1, None), ("outage", 3, "HTTP 503"),
    ("update", 4, None), ("soft404", 3, "soft 404"), ("good", 3, None),
    ("consent", 6, "other pages of the site have the same text"), ("good", 2, None),
    ("mojibake", 1, "could not be decoded"), ("update", 3, None), ("clock", 1, None),
    ("good", 2, "by a clock that was wrong"))


def live(archive, server, host, days_of, refresh):
    site = Site(server, host)
    urls = [server.url(host, f"/{name}") for name in NAMES]
    told, best = [], {}
    site.good()
    archive.refresh(urls=urls)
    for what, days, message in SCRIPT:
        if what != "clock":
            getattr(site, what)()
        before = len(told)
        for _ in range(days_of(days)):
            if what == "clock":
                done = archive.winnow("refresh", archive.folder, "--max-age", "0", "--now",
                                      "2036-05-05T00:00:00Z")
            else:
                done = refresh(archive)
            told += done.err.splitlines()
            assert done.code == (1 if any("recovered" not in line for line in
                                          done.err.splitlines()) else 0)
        new = [line for line in told[before:] if "recovered" not in line]
        assert len(new) == (message is not None), (what, new)
        assert message is None or message in new[0]
        texts = {next(name for name in NAMES if f"/{name}-" in path): text
                 for path, text in archive.texts().items()}
        for name in NAMES:
            edition = f"That was told at {name}, edition {site.edition[name]}."
            assert edition in texts[name], (what, name, texts[name])
            assert best.setdefault(edition, texts[name]) == texts[name], (what, name)
    assert archive.run("quarantine").out == ""
    assert "0 lost" in archive.run("fsck", "-v").err and archive.run("fsck").code == 0


def test_a_short_sixty_days(archive, server, host):
    live(archive, server, host, lambda days: min(days, 2), lambda archive: archive.refresh())


@pytest.mark.deep
def test_sixty_days_with_kill_9(archive, server, host):
    """Each day a run is killed at a random moment, and the next one does its work."""
    chance = random.Random(60)

    def refresh(archive):
        process = archive.winnow.start("refresh", archive.folder, "--max-age", "0", "--delay",
                                       "0", "--now", archive.now())
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        told = process.communicate(timeout=30)[1].decode()  # it may have been quick
        done = archive.refresh()
        # A run that is killed while it reports is repeated: better twice than never.
        done.err = "\n".join(dict.fromkeys((told + done.err).splitlines()))
        done.code = max(done.code, 1 if process.returncode == 1 else 0)
        return done
    live(archive, server, host, lambda days: days, refresh)
