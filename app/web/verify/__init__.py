"""Anyone with a file or a code: is this agreement genuine?"""
