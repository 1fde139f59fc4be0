"""The roof: settings, addresses, sign-in, base pages, and the `lianqiao` command."""
