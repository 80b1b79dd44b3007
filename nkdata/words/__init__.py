"""What words mean: dates, numbers, times."""
