"""An evaluation of ten times Qingdao's size."""
