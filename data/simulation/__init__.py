"""What the simulator is made of; `data.simulate` is how others use it."""
