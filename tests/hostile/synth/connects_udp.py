"""Sends datagrams, and asks for names."""

import socket

from hostile import attempt, finish

attempt("a socket", lambda: [socket.socket(socket.AF_INET, socket.SOCK_DGRAM)])
attempt("a name", lambda: [socket.getaddrinfo("secret.example.com", 80)])
attempt("a number's name", lambda: [socket.gethostbyaddr("127.0.0.1")])
finish()
