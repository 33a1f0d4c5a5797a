"""Makes everything that is derived from the contracts and the rules: schemas, AsyncAPI, examples, pages; and compares them."""
