"""What people see: pages, charts, files, and the command line."""
