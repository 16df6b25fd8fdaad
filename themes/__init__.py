"""Themes: the engine that renders them and one folder of plain data per theme."""
