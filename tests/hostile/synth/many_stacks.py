"""Writes 5,000 stacks."""

from hostile import finish

finish({f"stack-{number}": "honest.template.json" for number in range(5_000)})
