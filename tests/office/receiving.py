"""Stand-ins on loopback for what the office sends to: a mail server and a web server that keep what they are given."""

import http.server
import socketserver
import threading
import time
from contextlib import contextmanager, suppress


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as one letter needs."""

    def handle(self):
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self._say("354 go on")
                self.server.kept.append(self._letter())
            self._say("250 fine" if word != "QUIT" else "221 bye")
            if word == "QUIT":
                return

    def _letter(self):
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return b"".join(lines)

    def _say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


class _Web(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept.append((self.path, dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def _served(handler):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.kept, server.answers, server.daemon_threads = [], [], True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def mail_server():
    return _served(_Mail)


def web_server():
    """Answers with the next of `answers`, then always 200."""
    return _served(_Web)


class _Dripping(_Web):
    """Takes what comes and answers byte by byte, for three seconds."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "60")
        self.end_headers()
        with suppress(OSError):
            for _ in range(60):
                self.wfile.write(b".")
                time.sleep(0.05)


def dripping_server():
    return _served(_Dripping)
