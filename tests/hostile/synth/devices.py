"""Makes devices and sockets in the output."""

import os
import stat

from hostile import OUT, attempt, finish

attempt("the memory", lambda: [os.mknod(OUT / "memory", 0o666 | stat.S_IFCHR, os.makedev(1, 1))])
attempt("zeros", lambda: [os.mknod(OUT / "zeros", 0o666 | stat.S_IFCHR, os.makedev(1, 5))])
attempt("a disk", lambda: [os.mknod(OUT / "disk", 0o666 | stat.S_IFBLK, os.makedev(254, 0))])
attempt("a socket", lambda: [os.mknod(OUT / "socket", 0o666 | stat.S_IFSOCK)])
finish()
