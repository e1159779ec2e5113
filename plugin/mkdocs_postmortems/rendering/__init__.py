"""Pages as data to Markdown with placeholders, and blocks to HTML."""
