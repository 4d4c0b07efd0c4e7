"""picture.py WINNOW: draws src/docs/before-after.webp, the picture of README: a page of
`winnow demo` as Chromium shows it, and beside it what winnow makes of the page."""

import base64
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/e2e"))

import browser  # noqa: E402
from conftest import free_port  # noqa: E402

PICTURE = ROOT / "src/docs/before-after.webp"
SHOWN = "http://harbour.localhost:8417/news/night-ferry.html"
PAGE_SIZE, PICTURE_SIZE = (1000, 936), (1200, 610)
SCALE = 1.5
WIDTH = 70  # columns of the text
FLAGS = [flag for flag in browser.FLAGS if not flag.startswith(("--host-resolver", "--proxy"))] + [
    "--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server",
    "--hide-scrollbars", "--allow-file-access-from-files"]


def screenshot(chromium, size, **form):
    """The page that is open, in the form of Page.captureScreenshot."""
    def ask(command, **params):
        return chromium.ask("POST", f"{chromium.session}/goog/cdp/execute", {"cmd": command, "params": params})
    ask("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=SCALE, mobile=False)
    return base64.b64decode(ask("Page.captureScreenshot", **form)["data"])


def draw(winnow, folder):
    demo = subprocess.Popen([winnow, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True)
    chromium = browser.Browser(folder / "browser", free_port(), FLAGS)
    try:
        port = re.search(r"localhost:(\d+)", demo.stdout.readline())[1]
        url = SHOWN.replace(":8417", f":{port}")
        text = subprocess.run([winnow, "--width", str(WIDTH), url], check=True, capture_output=True, text=True).stdout
        chromium.ask("POST", f"{chromium.session}/url", {"url": url})
        page = base64.b64encode(screenshot(chromium, PAGE_SIZE, format="png")).decode()
        chromium.open(HERE / "picture.html")
        chromium.run("""
            document.getElementById("url").textContent = arguments[0];
            document.getElementById("command").textContent = "winnow " + arguments[0];
            document.getElementById("text").textContent = arguments[1];
            document.getElementById("page").src = "data:image/png;base64," + arguments[2];
            return document.getElementById("page").decode();""", SHOWN, text, page)
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_bytes(screenshot(chromium, PICTURE_SIZE, format="webp", quality=80))
    finally:
        chromium.close()
        demo.terminate()


with tempfile.TemporaryDirectory() as work:
    draw(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(work))
