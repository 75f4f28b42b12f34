"""Shapes of the network: work, new services, practices, surveys and other projects."""
