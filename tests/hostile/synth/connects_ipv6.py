"""Connects out over IPv6."""

import socket

from hostile import attempt, finish

attempt("a stream", lambda: [socket.socket(socket.AF_INET6, socket.SOCK_STREAM)])
attempt("a datagram", lambda: [socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)])
attempt("a connection", lambda: [socket.create_connection(("::1", 22), timeout=0.2)])
finish()
