"""Small parts that screens are built from; each module draws from the tokens of ``ui.theme``."""
