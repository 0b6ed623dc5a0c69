"""Connects out over TCP, and listens."""

import socket
import urllib.request

from hostile import attempt, finish

attempt("a socket", lambda: [socket.socket()])
attempt("a connection", lambda: [socket.create_connection(("127.0.0.1", 22), timeout=0.2)])
attempt("a listener", lambda: [socket.create_server(("127.0.0.1", 0))])
attempt("a page", lambda: [urllib.request.urlopen("http://127.0.0.1:9/", timeout=0.2)])
attempt("the cloud's metadata", lambda: [urllib.request.urlopen("http://169.254.169.254/", timeout=0.2)])
finish()
