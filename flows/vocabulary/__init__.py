"""Which typed words mean what, from the YAML files beside: loaded, checked for double meanings, looked up.

A word is added in a YAML file, not here. Whether a whole text is an answer is decided in `understanding`.
"""
