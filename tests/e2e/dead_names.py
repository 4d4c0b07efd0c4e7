"""dead_names.py DEAD GOOD HOSTS SIGNAL COMMAND...: run it with `unshare -mn`, in a network namespace without
connections. The only name server there never answers. Runs the command with a list on its standard
input: GOOD URLs of HOSTS names in /etc/hosts, with DEAD URLs of names that do not resolve spread among
them. Sends SIGINT after SIGNAL seconds, unless that is 0. Prints one JSON object: the seconds that it took,
its exit code, standard output and standard error."""

import json
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import namespace

PORT = 8099


def mount_over(path, text):
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    subprocess.run(["mount", "--bind", file.name, path], check=True)


def list_of(dead, good, hosts):
    urls = [f"http://good{number % hosts}.example:{PORT}/{number}" for number in range(good)]
    for number in range(dead):
        urls.insert(number * (good // dead + 1), f"http://dead{number}.example:{PORT}/")
    return urls


def main():
    dead, good, hosts, interrupted = map(float, sys.argv[1:5])
    command = sys.argv[5:]
    namespace.set_up("lo")
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind(("127.0.0.1", 53))
    mount_over("/etc/hosts", "".join(f"127.0.0.{number + 2} good{number}.example\n" for number in range(int(hosts))))
    mount_over("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    mount_over("/etc/nsswitch.conf", "hosts: files dns\n")
    server = namespace.http.server.ThreadingHTTPServer(("0.0.0.0", PORT), namespace.Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start = time.monotonic()
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if interrupted:
        timer = threading.Timer(interrupted, program.send_signal, [signal.SIGINT])
        timer.start()
    out, err = program.communicate("\n".join(list_of(int(dead), int(good), int(hosts))) + "\n", timeout=300)
    json.dump({"seconds": time.monotonic() - start, "code": program.returncode, "out": out, "err": err}, sys.stdout)


main()
