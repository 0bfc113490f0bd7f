"""Scripts that check files with other libraries, in an environment of their own.

Each is run as `python SCRIPT RULES FILE …`, RULES being what `benchmarks.peers.rules` writes, and
prints for each file the seconds it took, imports excluded, and all that it found at fault.
"""
