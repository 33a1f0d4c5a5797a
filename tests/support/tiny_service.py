"""Behaves as a service does towards the stack: announces itself, says when it is ready, and shows what it was told."""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

READY_AT = time.monotonic() + float(os.environ.get("TINY_READY_AFTER", "0"))


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = time.monotonic() >= READY_AT
        told = {name: value for name, value in os.environ.items() if name.startswith("SELVBOOKING_")}
        body = json.dumps(told if self.path == "/told" else {"reason": "" if ready else "warming up"}).encode()
        self.send_response(200 if ready else 503)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the log is for what goes wrong."""


if __name__ == "__main__":
    if os.environ.get("TINY_FAILS"):
        sys.exit("tiny: cannot read the tea leaves")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Health)
    announce = Path(os.environ["SELVBOOKING_ANNOUNCE"])
    draft = announce.with_suffix(".draft")
    draft.write_text(json.dumps({"pid": os.getpid(), "url": f"http://127.0.0.1:{server.server_address[1]}"}))
    draft.replace(announce)
    server.serve_forever()
