"""Bytes on a TCP connection, exactly as a test says: HTTP requests and WebSocket frames that no library would send."""

import base64
import os
import socket
import struct

TEXT, BINARY, CLOSE, PING = 0x1, 0x2, 0x8, 0x9


def exchange(port, request, timeout=10):
    """Sends these bytes and reads until the desk closes; the answer, and whether it did close."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        try:
            connection.sendall(request)
            while chunk := connection.recv(65536):
                received += chunk
        except TimeoutError:
            return received, False
        except (ConnectionResetError, BrokenPipeError):
            pass
    return received, True


def upgraded(web):
    """A connection on which our own page's handshake was made."""
    connection = socket.create_connection(("127.0.0.1", web.address.port), timeout=10)
    connection.sendall(
        (
            f"GET /live HTTP/1.1\r\nHost: {web.address.netloc}\r\nOrigin: {web.url}\r\nCookie: {web.cookie_header}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n"
        ).encode()
    )
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(1)
        assert chunk, head
        head += chunk
    assert head.startswith(b"HTTP/1.1 101"), head
    return connection


def frame(payload=b"", opcode=TEXT, final=True, masked=True, reserved=0, length=None):
    size = len(payload) if length is None else length
    begin = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    mask = 0x80 if masked else 0
    if size < 126:
        begin += bytes([mask | size])
    elif size < 65536:
        begin += bytes([mask | 126]) + struct.pack(">H", size)
    else:
        begin += bytes([mask | 127]) + struct.pack(">Q", size)
    # A mask of zeros leaves the payload as it is.
    return begin + (b"\0\0\0\0" if masked else b"") + payload


def close_told(connection):
    """The code and the words of the close frame that comes, whatever comes before; None where there is none."""
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except (TimeoutError, ConnectionResetError):
        pass
    while len(received) >= 2:
        opcode, size, start = received[0] & 0x0F, received[1] & 0x7F, 2
        if size == 126:
            size, start = struct.unpack(">H", received[2:4])[0], 4
        elif size == 127:
            size, start = struct.unpack(">Q", received[2:10])[0], 10
        if opcode == CLOSE:
            body = received[start:start + size]
            return struct.unpack(">H", body[:2])[0], body[2:].decode()
        received = received[start + size:]
    return None
