"""Builds the packaged gazetteer; needs the packages of the `gazetteer-build` extra, run time does not."""
