"""What members read and hear, and what is understood of what they write.

Pure: values in, values out, the same for every community that its arguments describe. Nothing here opens a
socket or a database, reads the environment, or asks for the time.
"""
