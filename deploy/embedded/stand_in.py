"""librdkafka's in-memory broker in a process of its own: the last resort where no Kafka can run.

Run as `python -m deploy.embedded.stand_in FILE`; FILE gets two addresses: the broker's, and a door that takes orders
`NAME PARTITIONS` a line and answers `ok`. The door is needed because this broker has no CreateTopics.
"""

import ctypes
import os
import socketserver
import sys
from pathlib import Path
from typing import Any

import confluent_kafka

PRODUCER = 0


def library() -> Any:
    """The librdkafka that confluent-kafka has already loaded."""
    package = Path(confluent_kafka.__file__).parent
    found = [*package.parent.glob("confluent_kafka.libs/librdkafka*"), *package.glob(".dylibs/librdkafka*")]
    lib = ctypes.CDLL(str(found[0]))
    for name, result, *arguments in (
        ("rd_kafka_new", ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t),
        ("rd_kafka_mock_cluster_new", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int),
        ("rd_kafka_mock_cluster_bootstraps", ctypes.c_char_p, ctypes.c_void_p),
        ("rd_kafka_mock_topic_create", ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


def serve(announce: Path) -> None:
    """Runs until it is terminated."""
    lib = library()
    why = ctypes.create_string_buffer(512)
    client = lib.rd_kafka_new(PRODUCER, None, why, len(why))
    cluster = client and lib.rd_kafka_mock_cluster_new(client, 1)
    if not cluster:
        raise SystemExit(f"librdkafka made no broker: {why.value.decode()}")
    made: dict[str, int] = {}

    class Door(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            for line in self.rfile:
                name, partitions = line.decode().split()
                if made.setdefault(name, int(partitions)) != int(partitions):
                    self.wfile.write(f"{name} has {made[name]} partitions\n".encode())
                    continue
                error = lib.rd_kafka_mock_topic_create(cluster, name.encode(), int(partitions), 1)
                self.wfile.write(b"ok\n" if error in (0, TOPIC_EXISTS) else f"error {error}\n".encode())

    with socketserver.TCPServer(("127.0.0.1", 0), Door) as door:
        bootstrap = lib.rd_kafka_mock_cluster_bootstraps(cluster).decode()
        draft = announce.with_suffix(f".{os.getpid()}")
        draft.write_text(f"{bootstrap} 127.0.0.1:{door.server_address[1]}")
        draft.replace(announce)
        door.serve_forever()


TOPIC_EXISTS = 36

if __name__ == "__main__":
    serve(Path(sys.argv[1]))
