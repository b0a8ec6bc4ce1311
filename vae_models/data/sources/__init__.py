"""One kind of source a file: named sets, folders, arrays, IDX files, drawn shapes."""
