"""Allocates in pieces, and touches them."""

import honest

honest.write()
pieces = []
while True:
    pieces.append(b"x" * (16 << 20))
