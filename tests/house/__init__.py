"""The laws of the house: what every function, route, template and page keeps, and that each reader of a law finds a breach."""
