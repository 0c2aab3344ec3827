"""Debian's nginx in front of two servers, with the site that operators are given."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from .desk import ROOT, free_port
from .patience import eventually

BLOCK = re.compile(r"^```nginx\n(# deskbell: nginx site\n.*?)^```$", re.MULTILINE | re.DOTALL)
TLS = re.compile(r"^\s*(ssl_\w+|listen\s+\[::\]:443)\b.*\n", re.MULTILINE)
LISTEN = re.compile(r"listen\s+443\b[^;]*;")
PLAIN_SERVER = re.compile(r"^server \{\n\s*listen\s+(\[::\]:)?80;.*?^\}\n", re.MULTILINE | re.DOTALL)

MINIMAL = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors warn;
events {{ worker_connections 1024; }}
http {{
    access_log {folder}/requests;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


def printed_site():
    """The site as operators read it: in the text, or in the file that the text names."""
    found = BLOCK.search((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    return found.group(1) if found else (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


def site(port, servers):
    """The printed site for this port and these servers' ports, without TLS."""
    text = PLAIN_SERVER.sub("", TLS.sub("", printed_site()))
    text, listens = LISTEN.subn(f"listen 127.0.0.1:{port};", text)
    assert listens == 1, text
    for printed, used in zip((8080, 8081), servers, strict=True):
        assert text.count(f"127.0.0.1:{printed}") == 1, text
        text = text.replace(f"127.0.0.1:{printed}", f"127.0.0.1:{used}")
    return text


class Nginx:
    def __init__(self, servers):
        """`servers`: the ports of the two servers behind it."""
        program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if program is None:
            raise pytest.UsageError("nginx is missing. As root: apt-get install nginx-light")
        self.program = program
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.folder = Path(tempfile.mkdtemp(prefix="deskbell-nginx-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "www-data", "www-data")
        configuration = MINIMAL.format(folder=self.folder, site=site(self.port, servers))
        (self.folder / "nginx.conf").write_text(configuration, encoding="utf-8")
        self.process = None

    def errors(self):
        return (self.folder / "errors").read_text(encoding="utf-8", errors="replace")

    def start(self):
        owner = ["setpriv", "--reuid=www-data", "--regid=www-data", "--clear-groups"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [*owner, self.program, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "errors"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        eventually(self._listens, within=10, what="nginx does not listen")
        return self

    def _listens(self):
        assert self.process.poll() is None, self.errors()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2):
            return True
        return False

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)
