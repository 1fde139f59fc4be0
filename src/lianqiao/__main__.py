"""`python -m lianqiao` is the `lianqiao` command."""

from lianqiao.site.cli import main

main()
