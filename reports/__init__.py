"""What people see: pure functions from results to text."""
