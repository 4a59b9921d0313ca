"""The import of pupils, family contacts and weekly figures from school systems' exports: read, preview, then write.

reading → headings → cleaning → planning, families and weekly → applying; `batches` keeps a file between its preview and
its import. Nothing is written to pupils before `applying`.
"""
