"""HTML views and forms: fill the theme contract, call one service or query, render through the theme."""
