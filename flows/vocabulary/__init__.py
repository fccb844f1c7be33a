"""The words that are understood, from the YAML files beside: loaded, indexed, looked up."""
