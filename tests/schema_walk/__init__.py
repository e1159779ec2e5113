"""Every mistake at every place of the record schema, made and found again."""
