"""Pages served to be measured against; each module takes the port to listen on."""
