"""A program that says how it was started, and then does as `THEN` says."""

import os
import sys
import time

print(__name__, sys.argv, sorted(os.environ), os.getsid(0) == os.getpid(), flush=True)
if os.environ["THEN"] == "fail":
    raise RuntimeError("as it was told")
time.sleep(600)
