"""A headless browser of the Chromium family, driven by its DevTools protocol."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def find():
    """The program that MIRRORLAB_BROWSER names, else the first on the PATH; None where there is none."""
    return os.environ.get("MIRRORLAB_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One page of a browser process of its own, which ends with `close`."""

    def __init__(self, program):
        self.profile = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--hide-scrollbars", "--remote-debugging-port=0", "--remote-allow-origins=*",
                f"--user-data-dir={self.profile.name}", "about:blank",
            ],
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        port = self._port(time.monotonic() + 60)
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port[0]}{port[1]}", timeout=60)
        self.number, self.session, self.events = 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def _port(self, deadline):
        file = Path(self.profile.name) / "DevToolsActivePort"
        while time.monotonic() < deadline and self.process.poll() is None:
            lines = file.read_text().splitlines() if file.exists() else []
            if len(lines) == 2:
                return lines
            time.sleep(0.1)
        raise RuntimeError("the browser did not start")

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def show(self, width, scheme="light", media="", motion="no-preference", height=900):
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def open(self, path):
        """Opens a file and waits for all that it loads; returns what it asked for, and its complaints."""
        self.events.clear()
        self.call("Page.navigate", url=Path(path).as_uri())
        loaded = "document.readyState == 'complete' && location.protocol == 'file:'"
        deadline = time.monotonic() + 60
        while not self.run(loaded):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{path} did not load")
            time.sleep(0.05)
        asked = [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]
        complaints = [
            str(e["params"])
            for e in self.events
            if e["method"] in ("Runtime.exceptionThrown", "Log.entryAdded", "Network.loadingFailed")
        ]
        return asked, complaints

    def run(self, expression):
        """The value of an expression of JavaScript."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"].get("value")

    def screenshot(self, path):
        """The whole page as a PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        Path(path).write_bytes(base64.b64decode(shot["data"]))

    def press(self, key, code):
        """Presses and releases a key."""
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def settled(self, expression):
        """The value of an expression once it has been the same for half a second."""
        last, value, deadline = None, self.run(expression), time.monotonic() + 20
        while value != last and time.monotonic() < deadline:
            time.sleep(0.5)
            last, value = value, self.run(expression)
        return value

    def print(self, path, width=8.27, height=11.69):
        """The page as it is printed, as a PDF on A4 or on paper of this size in inches."""
        pdf = self.call("Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=False, preferCSSPageSize=True)
        Path(path).write_bytes(base64.b64decode(pdf["data"]))

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()
