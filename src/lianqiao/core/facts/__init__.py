"""Facts on organizations, in from files and from the organizations themselves."""
