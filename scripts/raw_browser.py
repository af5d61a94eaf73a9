"""A Chromium driven over a pipe with the DevTools protocol, and nothing between.

Playwright refuses browsers as old as those the site promises to work in, and gives no way to kill one. No syntax or
package beyond the standard library. Linux and macOS only: the browser gets the pipes as file descriptors 3 and 4.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--no-proxy-server",
    "--remote-debugging-pipe",
)
# Becomes the browser, with the two ends of the pipes where it looks for them. They are put out of the way first,
# since they may be 3 and 4 the other way round.
TRAMPOLINE = """import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, place in zip(ends, (3, 4)): os.dup2(end, place)
os.execv(sys.argv[3], sys.argv[3:])"""
TIMEOUT = 60  # seconds


class BrowserError(Exception):
    """The browser refused a command, an expression threw, or no answer came."""


class RawBrowser:
    """A browser with one page, on a profile that outlives it."""

    def __init__(self, executable: str | Path, profile: Path, arguments: Sequence[str] = ()) -> None:
        read_end, self._to = os.pipe()
        self._from, write_end = os.pipe()
        command = [str(executable), *ARGUMENTS, f"--user-data-dir={profile}", *arguments, "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", TRAMPOLINE, str(read_end), str(write_end), *command],
            pass_fds=(read_end, write_end),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that kill() takes all of its processes
        )
        os.close(read_end)
        os.close(write_end)
        self._buffer = b""
        self._count = 0
        self._events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.send("Page.enable")

    @property
    def version(self) -> str:
        """The product and its version, e.g. HeadlessChrome/80.0.3987.0."""
        product: str = self.evaluate("navigator.userAgent.match(/\\w*Chrome\\/[\\d.]+/)[0]")
        return product

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self._count += 1
        command = {"id": self._count, "method": method, "params": params}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._to, json.dumps(command).encode() + b"\0")
        deadline = time.monotonic() + TIMEOUT
        while True:
            message = self._next(deadline)
            if message.get("id") == self._count:
                break
            self._events.append(message)
        if "error" in message:
            raise BrowserError(f"{method}: {message['error']['message']}")
        result: dict[str, Any] = message["result"]
        return result

    def _next(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._from], [], [], max(0, deadline - time.monotonic()))
            data = os.read(self._from, 1 << 20) if ready else b""
            if not data:
                raise BrowserError("浏览器没有回应" if not ready else "浏览器退出了")
            self._buffer += data
        line, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        return message

    def go(self, url: str) -> None:
        """Open a page and wait until it has loaded."""
        self._events.clear()
        error = self.send("Page.navigate", url=url).get("errorText")
        if error:
            raise BrowserError(f"{url}: {error}")
        deadline = time.monotonic() + TIMEOUT
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            self._events.append(self._next(deadline))

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, or of the promise that it gives."""
        given = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self.send("Runtime.evaluate", **given)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def kill(self) -> None:
        """End all of its processes at once, as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._let_go()
        self._process.wait()

    def close(self) -> None:
        """Let it end by itself, so that it writes what it holds back."""
        self._session = None
        with contextlib.suppress(BrowserError, OSError):
            self.send("Browser.close")
        self._let_go()  # Chromium 80 stays until its pipe is closed
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(TIMEOUT)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _let_go(self) -> None:
        os.close(self._to)
        os.close(self._from)


@contextlib.contextmanager
def raw_browser(executable: str | Path, profile: Path, arguments: Sequence[str] = ()) -> Iterator[RawBrowser]:
    """Run a browser for the length of a block."""
    browser = RawBrowser(executable, profile, arguments)
    try:
        yield browser
    finally:
        browser.close()
