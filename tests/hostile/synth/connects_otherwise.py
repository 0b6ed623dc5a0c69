"""Uses the families of sockets that are often forgotten: raw, packets, netlink, virtual machines, cryptography."""

import socket

from hostile import attempt, finish

for family, kind in [
    (socket.AF_INET, socket.SOCK_RAW),
    (socket.AF_PACKET, socket.SOCK_RAW),
    (socket.AF_NETLINK, socket.SOCK_RAW),
    (socket.AF_VSOCK, socket.SOCK_STREAM),
    (socket.AF_ALG, socket.SOCK_SEQPACKET),
    (31, socket.SOCK_STREAM),
    (socket.AF_CAN, socket.SOCK_RAW),
    (44, socket.SOCK_RAW),
]:
    attempt(f"family {family}", lambda: [socket.socket(family, kind)])
finish()
