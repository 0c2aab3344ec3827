"""A way to the desk that can be cut and mended, as a network is."""

import contextlib
import socket
import threading


class Network:
    """Passes TCP connections from a port of its own to the desk's."""

    def __init__(self, port):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.is_cut = False
        self.open = set()
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Ends all connections and lets no new ones through."""
        self.is_cut = True
        self._end_all()

    def mend(self):
        self.is_cut = False

    def close(self):
        self.listener.close()
        self._end_all()

    def _end_all(self):
        with self.lock:
            ended, self.open = self.open, set()
        for each in ended:
            end(each)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.is_cut:
                    end(client)
                else:
                    self._join(client)

    def _join(self, client):
        try:
            desk = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return end(client)
        with self.lock:
            self.open |= {client, desk}
        for source, sink in ((client, desk), (desk, client)):
            threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()
        return None

    def _pass(self, source, sink):
        with contextlib.suppress(OSError):
            while received := source.recv(65536):
                sink.sendall(received)
        for each in (source, sink):
            end(each)
        with self.lock:
            self.open -= {source, sink}


def end(connection):
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
