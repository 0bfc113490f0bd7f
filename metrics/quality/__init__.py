"""How good the data are: one module for each way of looking at them."""
