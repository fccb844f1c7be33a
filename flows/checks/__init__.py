"""What is wrong with flows, texts and spoken prompts before anybody reads them, and how flows are drawn.

`hotline flows check` and the console's editor both ask here; nothing that runs a conversation does.
"""
