"""Technology innovation centers: the register, yearly reports, evaluations."""
