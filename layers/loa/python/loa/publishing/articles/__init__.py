"""Articles: content on an account, from paragraphs to what Zalo accepts."""
