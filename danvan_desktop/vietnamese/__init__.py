"""How Vietnamese is written, read, compared and put in order; nothing here knows the work itself.

Standard library only, so that the window, the core and the scripts can all afford to import it.
"""
