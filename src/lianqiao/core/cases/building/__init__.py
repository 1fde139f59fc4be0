"""What builders of procedures see and do, beside what is kept: drafts, checks, drawings."""
