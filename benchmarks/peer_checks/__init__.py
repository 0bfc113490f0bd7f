"""Scripts that check a file with other libraries, in an environment of their own.

Each is run as `python SCRIPT RULES FILE`, RULES being what `benchmarks.peers.rules` writes, and
prints the seconds it took, imports excluded, and how many failures it found.
"""
