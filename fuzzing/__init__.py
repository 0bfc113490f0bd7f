"""Valid tables of any contract, files broken on purpose, and whether intake tells."""
