"""Callbook, a call log for people who sell their own work.

A map of the package, from the inside out; arrows only point inward (tests/test_architecture.py):

    domain    what calling is: prospects, calls, scripts, outcomes, dates, counts. No Qt, no files, no clock.
    storage   the only place that knows SQL: the book, its steps, its schema, its readers, its backups.
    formats   other people's files, read into domain objects and written from them.
    services  what a person can do: each verb is one step on the book and answers with a Change.
    system    the machine: paths, settings, logs, one program per book, work beside the window.
    ui        the window: widgets that read through storage's readers and write through services.
    app, cli  the composition roots: a window, or the same services without one.
"""

__version__ = "0.2.0"
