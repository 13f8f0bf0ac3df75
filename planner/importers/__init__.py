"""Reads recipes of other programs and sites: ingredient lines, Cooklang, schema.org."""
