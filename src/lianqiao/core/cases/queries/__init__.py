"""What can be asked of procedures and cases."""

from lianqiao.core.cases.queries.versions import built, document, in_force

__all__ = ["built", "document", "in_force"]
