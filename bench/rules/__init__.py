"""The rules engine beside OpenFisca-Core and a bare compiled loop."""
