"""One page a module: read the filters, call one function, draw."""
