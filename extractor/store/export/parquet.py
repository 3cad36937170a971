"""Parquet: one file, or a folder parted by year and topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from extractor.store.export.rows import Selected, part_field

#: Files that are open at a time while a folder is written.
_OPEN_FILES = 256


def write_parquet(selected: Selected, out: BinaryIO) -> int:
    """One file; gives the number of rows."""
    import pyarrow.parquet as pq

    written = 0
    with pq.ParquetWriter(out, selected.schema, compression="zstd") as writer:
        for table in selected.tables():
            writer.write_table(table)
            written += table.num_rows
    return written


def write_parts(selected: Selected, folder: Path, parts: Sequence[str]) -> int:
    """Files in ``year=2023/topic=…/``, in the layout of Hive that DuckDB, Arrow, Spark and Polars read.

    ``parts`` are names of PARTS. Rows without a year or a topic are in ``__HIVE_DEFAULT_PARTITION__``. Gives the
    number of rows.
    """
    import pyarrow.dataset as ds

    written = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal written
        for table in selected.tables(*parts):
            written += table.num_rows
            yield from table.to_batches()

    fields = [part_field(p) for p in parts]
    form = ds.ParquetFileFormat()
    ds.write_dataset(
        batches(),
        folder,
        schema=pa.schema([*selected.schema, *fields]),
        format=form,
        file_options=form.make_write_options(compression="zstd"),
        partitioning=ds.partitioning(pa.schema(fields), flavor="hive"),
        basename_template="part-{i}.parquet",
        existing_data_behavior="overwrite_or_ignore",
        max_open_files=_OPEN_FILES,
        use_threads=False,  # the order of the rows stays
    )
    return written
