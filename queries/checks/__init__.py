"""What can be wrong with statements that are each right: judged when the files are put together."""
