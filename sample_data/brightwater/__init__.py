"""A company that does not exist: Brightwater Energy & Fibre, a regional supplier of energy and internet."""
