"""Research grants: calls and their topics, applications, projects and their money."""
