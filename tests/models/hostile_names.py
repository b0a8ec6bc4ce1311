"""Names as somebody may have written them into a file in order to leave a folder, run code or show markup."""

HOSTILE_NAMES = (
    "../../x", "..", ".", "", "/abs/x", "a/b", "a\\b", "C:\\x", "C:x", "~/x", "x\0y", "x\ny", "x\r\ny", "x\u202egnp.exe",
    '<h1>huge</h1>', '<img src="file:///etc/passwd">', '<a href="https://example.org">vae</a>', "&lt;b&gt;", "a&b",
    'a"""\nopen("made-by-a-name", "w")\n"""b', "a'b", 'a"b', "a\\", "$(touch x)", "`touch x`", "x; rm y", "x|y", "%n%s", "{x}",
    ".hidden", "x.", "x ", " x", "a..b", "con", "NUL.txt", "x" * 121, "ä" * 61, "\udcff", "x\u2028y", 5, None, ["x"], True,
)  # fmt: skip
