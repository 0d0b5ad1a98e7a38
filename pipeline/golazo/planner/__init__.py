"""What NVIDIA's planner would run on a GPU, asked on a machine without one."""
