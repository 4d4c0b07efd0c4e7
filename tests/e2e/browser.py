"""Debian's headless Chromium, controlled by the WebDriver protocol (W3C). It has no network:
no name resolves, and its proxy is a closed port."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element reference in the standard

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--proxy-server=http://127.0.0.1:9",
]


def is_there():
    return bool(shutil.which("chromium") and shutil.which("chromedriver"))


class Browser:
    def __init__(self, folder, port, flags=FLAGS):
        folder.mkdir()
        env = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"),
               "XDG_CACHE_HOME": str(folder / "cache")}
        self.base = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={port}", "--allowed-ips=127.0.0.1"], env=env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.wait_until_ready()
        options = {"binary": shutil.which("chromium"),
                   "args": [*flags, f"--user-data-dir={folder}/profile"]}
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.session = f"/session/{answer['sessionId']}"

    def ask(self, method, path, body=None):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, method=method)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from error

    def wait_until_ready(self):
        for _ in range(200):
            try:
                if self.ask("GET", "/status")["ready"]:
                    return
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.05)
        raise RuntimeError("chromedriver did not start")

    def be_a_phone(self, width, height):
        """Emulates a phone like Chrome's developer tools."""
        self.ask("POST", f"{self.session}/goog/cdp/execute", {
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": {"width": width, "height": height, "deviceScaleFactor": 3,
                       "mobile": True}})

    def open(self, path):
        self.go(f"file://{path}")

    def go(self, url):
        self.ask("POST", f"{self.session}/url", {"url": url})

    def run(self, script, *args):
        return self.ask("POST", f"{self.session}/execute/sync",
                        {"script": script, "args": list(args)})

    def run_async(self, script, *args):
        """The script calls its last argument with the answer."""
        return self.ask("POST", f"{self.session}/execute/async",
                        {"script": script, "args": list(args)})

    def set_scripts(self, on):
        """Whether the scripts of pages run."""
        self.ask("POST", f"{self.session}/goog/cdp/execute",
                 {"cmd": "Emulation.setScriptExecutionDisabled", "params": {"value": not on}})

    def type(self, element, text):
        self.ask("POST", f"{self.session}/element/{element}/value", {"text": text})

    def wait_for(self, css):
        for _ in range(200):
            if self.find_all(css):
                return
            time.sleep(0.05)
        raise RuntimeError(f"no {css}")

    def find_all(self, css):
        found = self.ask("POST", f"{self.session}/elements", {"using": "css selector",
                                                              "value": css})
        return [element[ELEMENT] for element in found]

    def click(self, element):
        # The driver would click the element below the bar at the bottom.
        self.run("arguments[0].scrollIntoView({block: 'center'})", {ELEMENT: element})
        self.ask("POST", f"{self.session}/element/{element}/click")

    def text(self, element):
        return self.ask("GET", f"{self.session}/element/{element}/text")

    def is_shown(self, element):
        return self.ask("GET", f"{self.session}/element/{element}/displayed")

    def complaints(self):
        return [entry["message"] for entry in
                self.ask("POST", f"{self.session}/se/log", {"type": "browser"})]

    def close(self):
        try:
            self.ask("DELETE", self.session)
        finally:
            os.killpg(self.driver.pid, signal.SIGTERM)
            self.driver.wait(timeout=10)
