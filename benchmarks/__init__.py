"""Figures for the README, printed by commands anyone can run."""
