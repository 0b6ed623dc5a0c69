"""Has no stacks of its own."""

raise SystemExit("no such luck")
