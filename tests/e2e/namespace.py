"""namespace.py WINNOW PUBLIC...: run it with `unshare -mn`, in a network namespace without
connections. Assigns these addresses to the loopback interface, except those with a "-" before
them, serves a page at 127.0.0.1 and at each of them, and prints one JSON object: winnow's
result for a name that has all addresses, and which addresses received a request."""

import fcntl
import http.server
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading

SIOCSIFFLAGS, SIOCSIFADDR, IFF_UP = 0x8914, 0x8916, 1
PORT = 8099


def set_up(name, address=None):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        if address:
            where = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(asked, SIOCSIFADDR, struct.pack("16s16s", name.encode(), where))
        fcntl.ioctl(asked, SIOCSIFFLAGS, struct.pack("16sH14x", name.encode(), IFF_UP))


class Page(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        self.asked.append(self.connection.getsockname()[0])
        body = b"<p>A sentence that is long enough for somebody to come and read it."
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def main():
    program, *addresses = sys.argv[1:]
    assert [name for _, name in socket.if_nameindex()] == ["lo"], "this is no machine of its own"
    set_up("lo")
    for number, address in enumerate(addresses):
        if address[0] != "-":
            set_up(f"lo:{number}", address)
    with tempfile.NamedTemporaryFile("w", suffix=".hosts") as hosts:
        names = "".join(f"{address.strip('-')} both.example\n" for address in [*addresses, "127.0.0.1"])
        hosts.write(names)
        hosts.flush()
        subprocess.run(["mount", "--bind", hosts.name, "/etc/hosts"], check=True)
        server = http.server.ThreadingHTTPServer(("0.0.0.0", PORT), Page)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        result = subprocess.run([program, "--no-robots", "--retries", "0", "--format", "jsonl"], capture_output=True,
                                input=f"http://both.example:{PORT}/\n".encode(), timeout=60)
    record = json.loads(result.stdout)
    json.dump({"status": record["status"], "error": record["error"], "asked": Page.asked}, sys.stdout)


if __name__ == "__main__":
    main()
