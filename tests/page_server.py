"""A web server on loopback whose pages a function writes."""

import contextlib
import http.server
import threading


@contextlib.contextmanager
def serving(page_of):
    """`page_of(host, path)` gives the status and the HTML of each page; yields the port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, text = page_of(self.headers["Host"].partition(":")[0], self.path)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Tests print nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield listening.server_address[1]
        finally:
            listening.shutdown()
            thread.join()
