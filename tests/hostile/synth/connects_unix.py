"""Connects to the Unix sockets of others: by path, by abstract name, over a pair that is connected anew."""

import socket

from hostile import RESULTS, attempt, finish

path = str(RESULTS / "socket")


def connect(address):
    client = socket.socket(socket.AF_UNIX)
    client.connect(address)
    return [client]


def reconnect():
    ours, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return [ours.sendto(b"out", path)]


def redirect():
    ours, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    return [ours.connect(path)]


attempt("by path", lambda: connect(path))
attempt("by name", lambda: connect("\0infragrade-hostile"))
attempt("the system bus", lambda: connect("/run/dbus/system_bus_socket"))
attempt("docker", lambda: connect("/var/run/docker.sock"))
attempt("over a pair of datagrams", reconnect)
attempt("over a pair of streams", redirect)
finish()
