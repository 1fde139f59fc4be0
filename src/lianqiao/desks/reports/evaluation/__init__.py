"""Departments judged by citizens drawn at random: panels, secret ballots, results."""
