"""Decompression bombs: highly compressed bodies in gzip, br and zstd."""

import functools
import struct
import subprocess
import zlib

COMMANDS = {"br": ["brotli", "-c", "-q", "5", "-w", "24"], "zstd": ["zstd", "-c", "-q", "-3"]}


@functools.cache
def bomb(coding, size):
    block = b"<p>" + b"bomb " * 200_000
    count = size // len(block) + 1
    if coding == "gzip":
        return gzip_of(block, count)
    return subprocess.run(COMMANDS[coding], input=block * count, stdout=subprocess.PIPE, check=True).stdout


def gzip_of(block, count):
    """One gzip member that repeats a block, which is compressed only once, to be fast on a busy machine."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    check = functools.reduce(lambda value, _: zlib.crc32(block, value), range(count), 0)
    return (b"\x1f\x8b\x08" + b"\0" * 6 + b"\xff" + piece * count + deflate.flush()
            + struct.pack("<II", check, len(block) * count % 2**32))
