"""What the examples share, free of any Kafka client."""
