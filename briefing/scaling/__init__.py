"""Issues built on other machines, on a cluster that Dask keeps (the extra `briefing[dask]`).

    parcels      files by the digest of what is in them: an issue, and the home (houses, fonts) it is built in
    answers      what became of an issue, as bytes
    workshop     on a worker: homes unpacked once, warm processes that build
    warm_process the process that builds
    cluster      here: sends issues out, and is the one that puts outputs in place

What goes out and what comes back is bytes; where nothing but bytes may come back, a worker can make this machine run nothing.
"""
