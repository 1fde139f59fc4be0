"""Programs with a lifecycle: titles of small firms; centers and grants stand on cases later."""
