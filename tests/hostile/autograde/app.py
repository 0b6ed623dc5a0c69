"""The app of a submission that has none of its own."""

import honest

honest.write()
