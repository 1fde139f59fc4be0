"""Ground floor: plain Python without Django, importable in a notebook."""
