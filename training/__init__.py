"""Fine-tuning the default embedding model to find passages and to read them; not needed to run the product."""
