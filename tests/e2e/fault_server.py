"""A server with faults: each path is one fault.

It runs in a thread of the test's own process, on a loopback port. Every name below
.localhost reaches it, so each test uses its own host and is not affected by other
tests. `server.log(host)` returns the requests with their times.
"""

import asyncio
import logging
import socket
import threading
import time
import urllib.parse
import zlib
from dataclasses import dataclass, field

from bombs import bomb

SENTENCES = (
    "The harbour lay still under the fog when the first boats came in with their catch.",
    "Nobody on the quay could say how many there were, but the bells told them apart.",
    "By noon the sun had come through, and the ice house was full to the door.",
)


def page(title, *paragraphs):
    """A small page, as bytes: a menu, an article, a footer."""
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs or SENTENCES)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        '<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>\n'
        f"<main><article><h1>{title}</h1>\n{body}</article></main>\n"
        '<footer><p>© 2025 The Fault Line. All rights reserved.</p></footer></body></html>\n'
    ).encode()


@dataclass
class Request:
    host: str
    method: str
    target: str
    version: str
    headers: list  # (name in lower case, value), in order
    connection: int  # a unique number
    time: float = field(default_factory=time.monotonic)

    def header(self, name):
        return next((value for key, value in self.headers if key == name), None)


# Clients that disconnect are expected.
logging.getLogger("asyncio").setLevel(logging.ERROR)


class FaultServer:
    def __init__(self):
        self._log = []
        self._robots = {}  # host -> (status, headers, body)
        self._fallbacks = {}  # host -> body, for all paths without a page
        self._pages = {}  # (host, path) -> (status, headers, body)
        self._raw = {}  # (host, path) -> bytes
        self._connections = 0
        self._seen = {}
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait()

    # ---- for tests --------------------------------------------------------------------

    def url(self, host, path=""):
        return f"http://{host}.localhost:{self.port}{path}"

    def log(self, host):
        """The requests to a host in order, without robots.txt."""
        return [r for r in self.everything(host) if r.target != "/robots.txt"]

    def everything(self, host):
        return [r for r in self._log if r.host.split(":")[0] == f"{host}.localhost"]

    def set_robots(self, host, body=b"", status=200, **headers):
        self._robots[host] = (status, headers, body)

    def set_page(self, host, path, body, status=200, **headers):
        """Sets a page. Header names have _ instead of -."""
        self._pages[host, path] = (status, headers, body)

    def set_raw(self, host, path, answer):
        """Sets the complete response, head and body, after which the connection is closed."""
        self._raw[host, path] = answer

    def set_fallback(self, host, body):
        """Sets the body of paths that do not exist, with status 200."""
        self._fallbacks[host] = body

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    # ---- the server -------------------------------------------------------------------

    def _run(self, started):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20, backlog=512))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.1))

    async def _serve(self, reader, writer):
        self._connections += 1
        number = self._connections
        try:
            while await self._answer(reader, writer, number):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader, writer, number):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip("\r\n").split("\r\n")
        method, target, version = first.split(" ", 2)
        headers = [(n.lower(), v.strip()) for n, _, v in (line.partition(":") for line in lines)]
        host = dict(headers).get("host", "")
        request = Request(host, method, target, version, headers, number)
        self._log.append(request)
        path = urllib.parse.urlsplit(target).path
        name = host.split(".")[0]
        if path == "/robots.txt":
            await self._send(writer, *self._robots.get(name, (404, {}, b"")))
            return True
        if (name, path) in self._raw:
            writer.write(self._raw[name, path])
            await writer.drain()
            return False
        if (name, path) in self._pages:
            await self._send(writer, *self._pages[name, path])
            return True
        kind, *rest = path.lstrip("/").split("/")
        fault = getattr(self, "_fault_" + kind.replace("-", "_"), None)
        if fault is None and name in self._fallbacks:
            await self._send(writer, body=self._fallbacks[name])
            return True
        if fault is None:
            await self._send(writer, 404, {}, page("Nothing here"))
            return True
        return await fault(writer, rest, request)

    async def _send(self, writer, status=200, headers=None, body=b""):
        given = {"Content_Type": "text/html; charset=utf-8", "Content_Length": len(body)}
        given.update(headers or {})
        lines = [f"HTTP/1.1 {status} Some Reason"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in given.items()
                  if value is not None]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()

    def _nth_time(self, request):
        key = (request.host, request.target)
        self._seen[key] = self._seen.get(key, 0) + 1
        return self._seen[key]

    # ---- pages without faults ---------------------------------------------------------

    async def _fault_ok(self, writer, rest, request):
        await self._send(writer, body=page("Page " + "/".join(rest)))
        return True

    async def _fault_sleep(self, writer, rest, request):
        """/sleep/MS/...: a response after MS milliseconds."""
        await asyncio.sleep(int(rest[0]) / 1000)
        await self._send(writer, body=page("Slept " + rest[0]))
        return True

    # ---- bodies -----------------------------------------------------------------------

    async def _fault_drip(self, writer, rest, request):
        """A byte every half second, without end."""
        await self._send(writer, headers={"Content_Length": 100000})
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.5)

    async def _fault_cut(self, writer, rest, request):
        """Half of the Content-Length, then a close."""
        body = page("Cut short")
        await self._send(writer, headers={"Content_Length": 2 * len(body)}, body=body)
        return False

    async def _fault_cut_chunk(self, writer, rest, request):
        await self._send(writer, headers={"Content_Length": None, "Transfer_Encoding": "chunked"},
                         body=b"400\r\n<p>The chunk ends before")
        return False

    async def _fault_reset(self, writer, rest, request):
        """No response, but a connection reset."""
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        return False

    async def _fault_silence(self, writer, rest, request):
        """The connection is closed without a response."""
        return False

    async def _fault_short_length(self, writer, rest, request):
        """More than the Content-Length."""
        body = page("Longer than promised")
        await self._send(writer, headers={"Content_Length": len(body)}, body=body + b"z" * 5000)
        return True

    async def _fault_endless(self, writer, rest, request):
        await self._send(writer, headers={"Content_Length": None, "Transfer_Encoding": "chunked"})
        block = b"10000\r\n" + b"<p>And on it went. " * 3449 + b"<p>a\n" + b"\r\n"
        while True:
            writer.write(block)
            await writer.drain()

    async def _fault_large(self, writer, rest, request):
        """/large/BYTES: a body of that size, with its Content-Length."""
        body = (b"<p>" + SENTENCES[0].encode() + b"\n") * (int(rest[0]) // 80 + 1)
        await self._send(writer, body=body[:int(rest[0])])
        return True

    async def _fault_bomb(self, writer, rest, request):
        """200 MB compressed to 200 kB."""
        body = bomb("gzip", 200_000_000)
        await self._send(writer, headers={"Content_Encoding": "gzip"} | {"Content_Length": len(body)},
                         body=body)
        return True

    async def _fault_lying_gzip(self, writer, rest, request):
        """Content-Encoding: gzip, but the body is not gzip."""
        body = page("Not squeezed")
        await self._send(writer, headers={"Content_Encoding": "gzip", "Content_Length": len(body)},
                         body=body)
        return True

    async def _fault_unknown_coding(self, writer, rest, request):
        """A coding that nobody knows, and a body that is no text."""
        body = bytes(byte ^ 0x55 for byte in page("Odd"))
        await self._send(writer, headers={"Content_Encoding": "sdch", "Content_Length": len(body)},
                         body=body)
        return True

    # ---- heads ------------------------------------------------------------------------

    async def _fault_many_headers(self, writer, rest, request):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for i in range(100000):
            writer.write(b"X-Flood-%d: a value of some length\r\n" % i)
            if i % 1000 == 0:
                await writer.drain()
        body = page("Flooded")
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        return True

    async def _fault_long_header(self, writer, rest, request):
        """A header line without end."""
        writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            writer.write(b"a" * 65536)
            await writer.drain()

    async def _fault_continue_flood(self, writer, rest, request):
        for _ in range(100000):
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            await writer.drain()
        await self._send(writer, body=page("At last"))
        return True

    async def _fault_http09(self, writer, rest, request):
        writer.write(page("No head at all"))
        await writer.drain()
        return False

    async def _fault_type(self, writer, rest, request):
        """/type/SUPER/SUB: a body of that type; /type alone: without a type."""
        bodies = {"application/pdf": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n",
                  "image/png": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
                  "text/plain": "\n\n".join(SENTENCES).encode(),
                  "application/octet-stream": bytes(range(256)) * 8}
        kind = "/".join(rest)
        await self._send(writer, headers={"Content_Type": kind or None},
                         body=bodies.get(kind, page("Of the type " + (kind or "none"))))
        return True

    # ---- statuses ---------------------------------------------------------------------

    async def _fault_status(self, writer, rest, request):
        """/status/N: that status, with a page that looks like an article."""
        await self._send(writer, int(rest[0]), body=page("It looks like an article"))
        return True

    async def _fault_guard(self, writer, rest, request):
        """/guard/N: that status, with the page of a bot check; /guard/N/gzip: compressed."""
        body = (b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
                b'<noscript><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></noscript></body></html>')
        if rest[1:]:
            squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
            body = squeeze.compress(body) + squeeze.flush()
        await self._send(writer, int(rest[0]), {"Content_Encoding": "gzip"} if rest[1:] else None, body)
        return True

    async def _fault_flaky(self, writer, rest, request):
        """/flaky/TIMES/STATUS: the status TIMES times, then the page."""
        if self._nth_time(request) <= int(rest[0]):
            await self._send(writer, int(rest[1]), body=page("Not now"))
        else:
            await self._send(writer, body=page("Well again"))
        return True

    async def _fault_retry_after(self, writer, rest, request):
        """/retry-after/SECONDS: 429 once, then the page."""
        if self._nth_time(request) == 1:
            await self._send(writer, 429, {"Retry_After": urllib.parse.unquote(rest[0])},
                             page("Too many"))
        else:
            await self._send(writer, body=page("Waited"))
        return True

    async def _fault_wait(self, writer, rest, request):
        """/wait/SECONDS/...: 429 always."""
        await self._send(writer, 429, {"Retry_After": rest[0]}, page("Too many"))
        return True

    # ---- redirects --------------------------------------------------------------------

    async def _redirect(self, writer, location, **headers):
        await self._send(writer, 302, {"Location": location} | headers)
        return True

    async def _fault_loop(self, writer, rest, request):
        return await self._redirect(writer, request.target)

    async def _fault_hop(self, writer, rest, request):
        """/hop/N: N redirects, then the page."""
        left = int(rest[0])
        if left == 0:
            await self._send(writer, body=page("Arrived"))
            return True
        return await self._redirect(writer, f"/hop/{left - 1}")

    async def _fault_to(self, writer, rest, request):
        """/to?URL: a redirect to URL."""
        return await self._redirect(writer, urllib.parse.unquote(request.target.partition("?")[2]))

    async def _fault_cookie(self, writer, rest, request):
        return await self._redirect(writer, "/ok/after-cookie", Set_Cookie="taste=oat; Path=/")
