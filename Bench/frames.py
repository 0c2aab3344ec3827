"""As much of RFC 6455 as a page that mostly listens needs; a small client leaves the processor to the server."""

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


def upgrade(port, cookie):
    return (
        "GET /live HTTP/1.1\r\n"
        f"Host: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nCookie: {cookie}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode("ascii")


def frame(opcode, payload):
    """A client's frame of at most 125 bytes; masked with zeros, so that the payload stays as it is."""
    return bytes((0x80 | opcode, 0x80 | len(payload), 0, 0, 0, 0)) + payload


def read(buffer):
    """The first whole frame of the buffer as (opcode, payload, bytes used), or None."""
    if len(buffer) < 2:
        return None
    length, start = buffer[1] & 0x7F, 2
    if length > 125:
        start = 4 if length == 126 else 10
        length = int.from_bytes(buffer[2:start], "big")
    if len(buffer) < max(start, start + length):
        return None
    return buffer[0] & 0x0F, bytes(buffer[start:start + length]), start + length
