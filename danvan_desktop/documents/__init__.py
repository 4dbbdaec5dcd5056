"""Official papers: the Document as plain data, the format profiles, and the renderers.

``model`` and ``profiles`` are light and may be imported anywhere in the core. ``pdf`` and its
``pdf_*`` neighbours are the only importers of ReportLab; import them where a page is needed.
"""
