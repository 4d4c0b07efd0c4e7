"""Bodies that grow: what gzip, br and zstd make of very much of the same."""

import functools
import subprocess
import zlib

COMMANDS = {"br": ["brotli", "-c", "-q", "5", "-w", "24"], "zstd": ["zstd", "-c", "-q", "-3"]}


@functools.cache
def bomb(coding, size):
    block = b"<p>" + b"bomb " * 200_000
    count = size // len(block) + 1
    if coding == "gzip":
        deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
        return b"".join(deflate.compress(block) for _ in range(count)) + deflate.flush()
    return subprocess.run(COMMANDS[coding], input=block * count, stdout=subprocess.PIPE, check=True).stdout
