"""Colours of all pictures: readable on white, and told apart by people who see few colours."""

INK = "#1f2933"
TEAMMATE = HOME = "#1b6ca8"
OPPONENT = AWAY = "#c2410c"
DRAW = "#7b8794"
MARKED = "#b7791f"
VISIBLE = "#dbeafe"
BALL = "#fff7d6"
