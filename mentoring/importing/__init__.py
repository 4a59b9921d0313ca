"""The import of pupils and family contacts from school systems' exports: read, preview, then write.

reading → headings → cleaning → planning and families → applying; `batches` keeps a file between its preview and
its import. Nothing is written to pupils before `applying`.
"""
