"""Many people: a row a person in, a plan or the reason why not out, as data.

`people` reads the rows, `rows` plans one of them, `row_server` does so in a process of its own,
`store` keeps what comes out, `run` leads all of it and `cluster` hands the shards to Dask. `report`
counts what is there, and `page` shows it.
"""
