"""Puts links to files and folders of the grader's into an asset."""

from hostile import OUT, RESULTS, SECRET, finish

asset = OUT / "asset.0"
asset.mkdir()
(asset / "everything").symlink_to("/")
(asset / "results").symlink_to(RESULTS)
(asset / "secret").symlink_to(SECRET)
(asset / "file").write_text("honest")
finish()
