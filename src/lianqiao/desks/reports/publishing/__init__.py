"""Yearly reports whose figures are counted, frozen when published, and open onto their proof."""
