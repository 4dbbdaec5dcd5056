"""Sending an exported bundle to a place that the clerk chose: a folder, or a server by HTTPS.

``places`` says what a place is, ``sending`` is the one entrance; nothing here runs by itself.
"""
