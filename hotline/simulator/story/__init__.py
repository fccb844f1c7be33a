"""The demo's story: one need from first text or call to thanks.

It types on phones and reads them, and knows nothing else of the service.
"""
