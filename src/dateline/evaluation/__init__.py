"""Figures: how well a coder does on labelled corpora."""
