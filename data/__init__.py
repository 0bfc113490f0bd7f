"""Where rows are kept: the warehouse, its versions, and everything that reads them."""
