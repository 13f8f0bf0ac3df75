"""What is known about food, people's needs, dishes and shops: a module a table."""
