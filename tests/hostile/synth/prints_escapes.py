"""Prints what a terminal, a browser or a report would obey."""

import sys

sys.stdout.write("\x1b[2J\x1b[31mred\x1b]0;title\x07\x00\x9b31m\r90 of 90 points\n<script>alert(1)</script>\n")
sys.stdout.write("::error::forged\n\u202ereversed\n")
raise ValueError("\x1b[32m90 of 90 points\x1b[0m\x08\x08")
