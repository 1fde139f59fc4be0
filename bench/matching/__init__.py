"""Quality and speed of `lianqiao.engines.matching` beside its peers."""
