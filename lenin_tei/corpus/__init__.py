"""A whole archive: an edition folder, what was built in it and from what, and who builds it."""
