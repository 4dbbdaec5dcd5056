"""Packs of the province ("gói của tỉnh"): units, periods, indicators, templates, certificates.

A signed message like a receipt. It is looked at before anything changes (``look``), applied in one
transaction (``apply``) and taken back as one operation (``take_back``). What may lie in it is
declared by the parts (``organisation.pack_parts``); ``Context.pack_parts`` lists them.
"""
